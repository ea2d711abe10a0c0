// The policy of each file of Pocket: its own scripts and styles by their hashes, its own origin, and nothing else.

import { createHash } from 'node:crypto'

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function inside(page: string, tag: 'style' | 'script'): string {
  return [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, text = '']) => hashOf(text)).join(' ')
}

/** The policy of a page of Pocket; nothing of it is allowed to any other page here. */
function pagePolicy(page: string, own: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${inside(page, 'script')}`,
    `style-src ${inside(page, 'style')}`,
    ...own,
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

const place = {
  'Permissions-Policy':
    'camera=(), geolocation=(self), microphone=(), payment=(), usb=(), clipboard-read=(), interest-cohort=()',
}

const policies: Readonly<Record<string, (text: string) => string>> = {
  'index.html': page =>
    pagePolicy(page, [
      "connect-src 'self'",
      "img-src 'self' data:",
      "manifest-src 'self'",
      "worker-src 'self'",
      "frame-src 'self'",
      "frame-ancestors 'none'",
      'trusted-types pocket pocket-worker',
    ]),
  // the packet itself: it sends nothing, the window around it does
  'packet.html': page =>
    pagePolicy(page, ["connect-src 'none'", 'img-src data:', "frame-ancestors 'self'", 'trusted-types pocket']),
  'worker.js': () => "default-src 'none'; connect-src 'self'",
}

/** In place of the headers that every page has. */
export function appHeaders(name: string, text: string): Readonly<Record<string, string>> {
  const policy = policies[name]?.(text)
  // a browser that keeps it asks each time whether it is still the same
  const kept = { ...place, 'Cache-Control': 'no-cache' }
  return policy === undefined ? kept : { ...kept, 'Content-Security-Policy': policy }
}
