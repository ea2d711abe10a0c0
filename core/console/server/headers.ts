// Headers of every answer. All go through here, so that none can lack what protects the one who reads it.

const permissions = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'clipboard-read', 'interest-cohort']

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** For a letter or a page of a packet that is shown in a frame: it runs nothing, sends nothing, and is of no origin. */
const shownPolicy = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** @param isShown bytes of somebody else's, or of a letter, shown in a frame of a page. */
export function commonHeaders(isTls: boolean, isShown = false): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': isShown ? shownPolicy : policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': permissions.map(name => `${name}=()`).join(', '),
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow',
    ...(isTls ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
}
