// How browsers come in at an address: on this computer by a link, on a private network by TLS with a colleague's certificate, and by a proxy at
// a Unix socket, which shows us the certificate that it was shown.

import { X509Certificate } from 'node:crypto'
import type { Context } from '../context/context.ts'
import { problem } from '../problems/problems.ts'
import { readAuthority } from './certificates/authority.ts'
import { fingerprintOf } from './certificates/make-certificate.ts'
import { readServerCertificate } from './certificates/server-certificate.ts'
import type { Incoming, Tls } from './listener.ts'
import { type Address, reachOf } from './server/address.ts'

export interface Entrance {
  readonly tls: Tls | null
  /** Whether the browser speaks TLS, with us or with the proxy. */
  readonly isTls: boolean
  readonly takesLinks: boolean
  /** As browsers call it, where that is not the address at which it listens. */
  readonly url: string | null
  /** SHA-256 of a certificate that the console made for itself. */
  readonly fingerprint: string | null
  /** The request with the certificate that counts here. */
  readonly known: (incoming: Incoming) => Incoming
}

const asItIs = (incoming: Incoming): Incoming => incoming

/** @throws Problem console/no-url, console/no-certificate. */
export async function entranceOf(context: Context, address: Address): Promise<Entrance> {
  const { settings } = context
  if ('path' in address) return proxyEntrance(context)
  if (reachOf(address) === 'own' && !settings.consoleTls)
    return { tls: null, isTls: false, takesLinks: true, url: null, fingerprint: null, known: asItIs }
  const authority = await readAuthority(context.home, settings.organisation, context.now())
  const own = settings.consoleUrl === undefined ? [] : [new URL(settings.consoleUrl).hostname]
  const shown = await readServerCertificate(context, [...own, address.host])
  return {
    tls: { cert: shown.cert, key: shown.key, ca: authority.cert },
    isTls: true,
    // who comes over the network shows a certificate; a link alone is not enough
    takesLinks: false,
    url: settings.consoleUrl ?? null,
    fingerprint: settings.consoleCertFile === undefined ? fingerprintOf(shown.cert) : null,
    known: asItIs,
  }
}

async function proxyEntrance(context: Context): Promise<Entrance> {
  const { consoleUrl } = context.settings
  if (consoleUrl === undefined || !consoleUrl.startsWith('https:'))
    throw problem(
      'console/no-url',
      'At a Unix socket the console needs the address by which browsers call the proxy before it.',
      {
        hint: 'set consoleUrl in satchel.json, like "https://console.kilimo.internal"',
      },
    )
  const { cert } = await readAuthority(context.home, context.settings.organisation, context.now())
  const authority = new X509Certificate(cert)
  return {
    tls: null,
    isTls: true,
    takesLinks: true,
    url: consoleUrl,
    fingerprint: null,
    known: incoming => ({
      ...incoming,
      // the last one is that of the proxy's own connection; those before it are what a browser claims
      address: incoming.headers['x-forwarded-for']?.split(',').at(-1),
      certificate: proxyCertificate(incoming.headers['x-client-certificate'], authority),
    }),
  }
}

/**
 * The certificate that a proxy was shown: PEM with %-signs (nginx: $ssl_client_escaped_cert) or its bytes in base64 (Caddy:
 * certificate_der_base64). Only one that our authority signed counts.
 * @returns SHA-256 in hex; null where there is none.
 */
function proxyCertificate(header: string | undefined, authority: X509Certificate): string | null {
  // two headers, joined by a comma: the proxy added its own and left the browser's, so that neither can be believed
  if (header === undefined || header === '' || header.includes(',')) return null
  try {
    const text = decodeURIComponent(header)
    const shown = new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64'))
    const isOurs = shown.checkIssued(authority) && shown.verify(authority.publicKey) && !shown.ca
    return isOurs ? shown.fingerprint256.replaceAll(':', '').toLowerCase() : null
  } catch {
    return null
  }
}
