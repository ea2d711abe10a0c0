// Seals a text of unknown length as it comes, to the same two keys and in the same form as `seal`. Opens nothing; nothing of the
// text is kept but the part in hand.

import * as openpgp from 'openpgp'
import { walkHead } from './envelope-head.ts'
import { sealedTo, sealSettings } from './envelope-seal.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

/**
 * @param text UTF-8 in parts, padded already.
 * @param recipients the core's key and the recovery key.
 * @param options.now moment for which the keys must be valid; the clock by default.
 * @returns binary OpenPGP in parts: SEIPD version 1 and a binary literal, both of lengths in parts.
 * @throws Problem envelope/too-large when the text grows over `limits.uploadBytes`; key/... as `seal` does. What the source of
 * the text throws passes through.
 */
export async function* sealStream(
  text: AsyncIterable<Uint8Array>,
  recipients: readonly openpgp.PublicKey[],
  options: { readonly now?: Date } = {},
): AsyncGenerator<Uint8Array> {
  const now = options.now ?? new Date()
  const wanted = await sealedTo(recipients, now)
  let failure: unknown
  const source = bounded(text)
  const binary = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await source.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          failure = error
          controller.error(error)
        }
      },
      async cancel() {
        await source.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
  const sealed = await openpgp.encrypt({
    message: await openpgp.createMessage({ binary, date: now }),
    encryptionKeys: [...recipients],
    date: now,
    format: 'binary',
    config: sealSettings,
  })
  try {
    yield* checkedHead(sealed, wanted)
  } catch (error) {
    throw failure ?? error
  }
}

/** Nothing leaves before its head was seen to be what we say it is: right recipients, integrity protected. */
async function* checkedHead(sealed: AsyncIterable<Uint8Array>, wanted: readonly string[]): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = Buffer.alloc(0)
  for await (const part of sealed) {
    if (head === null) {
      yield part
      continue
    }
    head = Buffer.concat([head, part])
    // the shortest text is padded to as much
    if (head.length < limits.paddedFloor) continue
    const recipients = walkHead(head)
    if (wanted.length !== recipients.length || !wanted.every(id => recipients.includes(id))) {
      throw new Error('a file was sealed to other keys than it should have been')
    }
    yield head
    head = null
  }
  if (head !== null) throw new Error('a file was sealed that is too short to be whole')
}

async function* bounded(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const part of text) {
    size += part.length
    if (size > limits.uploadBytes) {
      throw problem('envelope/too-large', `The text is longer than ${limits.uploadBytes} bytes: nobody would open it.`)
    }
    yield part
  }
}
