// X25519 (RFC 7748) for browsers whose WebCrypto has none yet. The secret is used once, on its owner's own machine: JavaScript
// cannot promise constant time, and nobody can time it twice. Nothing else may use this file.

import type { Bytes } from './bytes.ts'

const prime = 2n ** 255n - 19n
const a24 = 121665n

const mod = (value: bigint): bigint => {
  const rest = value % prime
  return rest < 0n ? rest + prime : rest
}

/** The point that public keys are multiples of. */
export const basePoint: Bytes = Uint8Array.of(9, ...Array<number>(31).fill(0))

/** @returns the product of a secret of 32 octets and a point of 32 octets, by the Montgomery ladder. */
export function x25519(secret: Bytes, point: Bytes): Bytes {
  const scalar = (toNumber(secret) & (2n ** 254n - 8n)) | (2n ** 254n)
  const u = mod(toNumber(point) & (2n ** 255n - 1n))
  let [x2, z2, x3, z3] = [1n, 0n, u, 1n]
  for (let bit = 254n; bit >= 0n; bit--) {
    const isSet = ((scalar >> bit) & 1n) === 1n
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2]
    const [sum, difference] = [x2 + z2, x2 - z2]
    const [aa, bb] = [mod(sum * sum), mod(difference * difference)]
    const [da, cb] = [mod((x3 - z3) * sum), mod((x3 + z3) * difference)]
    const e = aa - bb
    x3 = mod((da + cb) ** 2n)
    z3 = mod(u * mod((da - cb) ** 2n))
    x2 = mod(aa * bb)
    z2 = mod(e * mod(aa + a24 * e))
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2]
  }
  return toOctets(mod(x2 * inverse(z2)))
}

/** One over a number: its power of p - 2. Of zero it is zero. */
function inverse(value: bigint): bigint {
  let [result, base] = [1n, value]
  for (let exponent = prime - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = mod(result * base)
    base = mod(base * base)
  }
  return result
}

/** Lowest octet first. */
const toNumber = (octets: Bytes): bigint => octets.reduceRight((number, octet) => (number << 8n) | BigInt(octet), 0n)

const toOctets = (number: bigint): Bytes =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 255n))
