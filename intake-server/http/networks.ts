// The share that one network has of the intake: posts, octets to be read, connections and bodies at once. In memory only; no address is
// kept but of what is open now.

import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6, type Socket } from 'node:net'
import { makeBuckets } from './buckets.ts'
import { type IntakeLimits, intakeLimits } from '../limits.ts'

export interface Networks {
  /** Name of the sender's network, for what else is counted by network. */
  nameOf(request: IncomingMessage): string
  /** Takes one post from the bucket of the sender's network. @returns false when it is empty. */
  take(request: IncomingMessage): boolean
  /** Takes what reading so many octets costs, before they are read. @returns false where the network has not as much left. */
  read(request: IncomingMessage, bytes: number): boolean
  /** Takes one question about a receipt. @returns false where the network has asked as much as it may. */
  ask(request: IncomingMessage): boolean
  /** A body begins. @returns what to call when it is done with; null where the network has its share of bodies. */
  enter(request: IncomingMessage): (() => void) | null
  /** A connection begins. @returns false where its network, or everybody together, has as many as they may. */
  admit(socket: Socket): boolean
}

/**
 * @param trustedProxy address (or "unix") whose last X-Forwarded-For entry is believed; null: nobody's.
 * @param now milliseconds of a clock that never jumps.
 */
export function makeNetworks(
  trustedProxy: string | null,
  now = () => performance.now(),
  limits: IntakeLimits = intakeLimits,
): Networks {
  const most = limits.networks
  const posts = makeBuckets({ burst: limits.burst, perSecond: limits.refillPerSecond, most }, now)
  const reading = makeBuckets({ burst: limits.readBurst, perSecond: limits.readPerSecond, most }, now)
  const asking = makeBuckets({ burst: limits.receiptBurst, perSecond: limits.receiptPerSecond, most }, now)
  const bodies = makeShares(limits.networkShare)
  const connections = makeShares(limits.networkShare)
  let open = 0
  return {
    nameOf: request => networkOf(senderOf(request, trustedProxy)),
    take: request => posts.take(networkOf(senderOf(request, trustedProxy)), 1),
    read: (request, bytes) => reading.take(networkOf(senderOf(request, trustedProxy)), bytes),
    ask: request => asking.take(networkOf(senderOf(request, trustedProxy)), 1),
    enter: request => bodies.enter(wideNetworkOf(senderOf(request, trustedProxy))),
    admit(socket) {
      if (open >= limits.connections) return false
      const peer = peerOf(socket)
      // a proxy brings many networks over its own connections: there the bodies are shared out
      const isProxy = peer === trustedProxy || peer === 'unix'
      const leave = isProxy ? () => undefined : connections.enter(wideNetworkOf(peer))
      if (leave === null) return false
      open++
      socket.once('close', () => {
        open--
        leave()
      })
      return true
    },
  }
}

/** Counts of what is open now, by network: no more entries than there are open things. */
function makeShares(share: number) {
  const counts = new Map<string, number>()
  return {
    /** @returns what to call at its end, once; null where the network has its share. */
    enter(network: string): (() => void) | null {
      const count = counts.get(network) ?? 0
      if (count >= share) return null
      counts.set(network, count + 1)
      return () => {
        const left = (counts.get(network) ?? 1) - 1
        if (left === 0) counts.delete(network)
        else counts.set(network, left)
      }
    },
  }
}

const peerOf = (socket: Socket): string => plain(socket.remoteAddress ?? 'unix')

/** The other end of the socket; behind the configured proxy the last entry, which is the one that the proxy added itself. */
function senderOf(request: IncomingMessage, trustedProxy: string | null): string {
  const peer = peerOf(request.socket)
  if (peer !== trustedProxy) return peer
  const forwarded = request.headers['x-forwarded-for']
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(',').at(-1)?.trim() ?? ''
  return plain(last)
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** /24 of an IPv4 address, /56 of an IPv6 address, as hex digits; what is neither is one network. */
export function networkOf(address: string, digits = 14): string {
  if (isIPv4(address)) return address.split('.').slice(0, 3).join('.')
  if (!isIPv6(address)) return 'none'
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'))
  const [head, tail] = address.replace(/%.*$/, '').split('::')
  const [front, back] = [groups(head), groups(tail)]
  const full =
    tail === undefined ? front : [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
  const hex = full.slice(0, 4).map(group => group.toLowerCase().padStart(4, '0'))
  return hex.join('').slice(0, digits)
}

/** /48 of an IPv6 address: anybody gets one for nothing, and with it 256 networks of the other kind. */
const wideNetworkOf = (address: string): string => networkOf(address, 12)
