// The head of a sealed file that still grows: whom it is sealed to, and that what follows is integrity protected. For files of
// ours only, before they leave; what comes from outside is judged whole, by `walkEnvelope`.

const pkeskOctet = 0xc1
const seipdOctet = 0xd2

/**
 * @param head at least all session key packets and the first octets of the data packet.
 * @returns key ids, 16 hex digits.
 * @throws Error where this is not how ours begin: a bug here or in the library.
 */
export function walkHead(head: Uint8Array): readonly string[] {
  const recipients: string[] = []
  let at = 0
  while (head[at] === pkeskOctet) {
    const { length, start } = shortLength(head, at + 1)
    if (head[start] !== 3) throw unlike()
    recipients.push(Buffer.from(head.subarray(start + 1, start + 9)).toString('hex'))
    at = start + length
  }
  if (head[at] !== seipdOctet) throw unlike()
  const first = head[at + 1] ?? 0
  // RFC 9580, 4.2.1: one octet of a part's length, or one, two or five of the whole's; then the version
  const version = first >= 224 && first < 255 ? at + 2 : first === 255 ? at + 6 : first < 192 ? at + 2 : at + 3
  if (head[version] !== 1) throw unlike()
  return recipients
}

function shortLength(head: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const octet = head[at] ?? 255
  if (octet < 192) return { length: octet, start: at + 1 }
  if (octet < 224) return { length: (octet - 192) * 256 + (head[at + 1] ?? 0) + 192, start: at + 2 }
  throw unlike()
}

function unlike(): Error {
  return new Error('a file was sealed in another form than it should have been')
}
