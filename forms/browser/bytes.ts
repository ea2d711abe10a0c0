// Octets in a browser: joined, random, hashed, and as text.

export type Bytes = Uint8Array<ArrayBuffer>

export type Octets = Uint8Array | readonly number[]

export const lengthOf = (parts: readonly Octets[]): number => parts.reduce((total, part) => total + part.length, 0)

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count))

/** What WebCrypto gives, as octets. */
export const octetsOf = async (given: Promise<ArrayBuffer>): Promise<Bytes> => new Uint8Array(await given)

export const sha256 = async (bytes: Bytes): Promise<string> =>
  toHex(await octetsOf(crypto.subtle.digest('SHA-256', bytes)))

export function joinBytes(parts: readonly Octets[]): Bytes {
  const joined = new Uint8Array(lengthOf(parts))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** @throws an error for what is no base64. */
export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  // in parts, since a call takes only so many arguments
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, octet => octet.toString(16).padStart(2, '0')).join('')
}
