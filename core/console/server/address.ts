// Where the console may listen: on this computer, at a Unix socket, or at an address of a private network. Never at a public one, and
// never at all addresses at once.

import { problem } from '../../problems/problems.ts'

export type Address = { readonly host: string; readonly port: number } | { readonly path: string }

/** Loopback, RFC 1918, 3927 and 6598, as beginnings of four numbers. */
const loopback = /^127\./
const privateNetwork = /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
/** RFC 4193 and link-local; the first group of such an address always has four digits. */
const privateNetwork6 = /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):[0-9a-f:]*$/

const isIPv4 = (host: string) => /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)

/** `own`: only programs of this computer reach it. */
export function reachOf(address: Address): 'own' | 'private' | 'public' {
  if ('path' in address) return 'own'
  const { host } = address
  if (host === '::1' || (isIPv4(host) && loopback.test(host))) return 'own'
  return (isIPv4(host) && privateNetwork.test(host)) || privateNetwork6.test(host) ? 'private' : 'public'
}

/** Reads `127.0.0.1:8480`, `[fd00::5]:8443` or `unix:/run/satchel/console.sock`. @throws Problem usage/wrong. */
export function readAddress(text: string): Address {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^localhost(?=:|$)/, '127.0.0.1')
  const path = /^unix:(\/.{1,100})$/.exec(text.trim())?.[1]
  if (path !== undefined) return { path }
  const [, six, four, port = ''] = /^(?:\[([0-9a-f:]+)\]|([0-9.]+)):(\d{1,5})$/.exec(typed) ?? []
  const host = six ?? four ?? ''
  if ((six !== undefined || isIPv4(host)) && Number(port) < 65_536) return { host, port: Number(port) }
  throw problem('usage/wrong', `The console cannot listen at "${text}".`, {
    hint: 'write an address and a port, like 127.0.0.1:8480 or [fd00::5]:8443, or unix:/run/satchel/console.sock',
  })
}

/** @throws Problem console/public: an address that the internet might reach. */
export function refusePublic(address: Address): void {
  if (reachOf(address) !== 'public') return
  throw problem(
    'console/public',
    `The console does not listen at ${addressText(address, false)}: it is no private address.`,
    {
      hint: [
        'take an address of your own network, like 10.1.0.5 or 192.168.1.5',
        'on this computer alone: satchel console --listen 127.0.0.1:8480',
      ],
    },
  )
}

export function addressText(address: Address, isTls: boolean): string {
  if ('path' in address) return `unix:${address.path}`
  return `${isTls ? 'https' : 'http'}://${hostText(address)}`
}

/** Host and port as a browser names them. */
export function hostText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
