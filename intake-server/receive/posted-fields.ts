// Reads a visitor's post into fields and files: a form of either encoding, or a whole file as the body. Judges sizes and form, never
// meaning; unknown names are kept.

import type { IncomingMessage } from 'node:http'
import { isSealed } from '@satchel/protocol/envelope/envelope-packets'
import type { Submission } from '@satchel/protocol/messages/submission'
import { bodyChunks, collect, Gathered, notForm, type Pay, textOf, tooLarge } from '../http/body.ts'
import type { IntakeLimits } from '../limits.ts'
import { boundaryOf, type Part, readParts } from '../http/multipart.ts'

export type PostedField = readonly [name: string, value: string]
type PostedFile = Submission['files'][number]

export interface Posted {
  readonly fields: readonly PostedField[]
  readonly files: readonly PostedFile[]
  readonly channel: 'web' | 'sealed-web'
}

export interface PostedOptions {
  readonly limits: IntakeLimits
  readonly pay: Pay
  /** A body that is no form, and a text or sealed file in the field "file", are the reply itself. */
  readonly wholeFiles: boolean
  /**
   * Seals and stores a file as it comes. @param before the fields that came before it.
   * Null: the page takes no files.
   */
  readonly takeFile: ((part: Part, before: readonly PostedField[]) => Promise<PostedFile>) | null
}

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data']
/** As a file may be called that is the whole reply; a browser knows none of our names for it. */
const wholeTypes = ['', 'text/plain', 'application/octet-stream', 'application/pgp-encrypted', 'application/sx1']

/** Media type in lower case, without parameters; empty where none is said. */
export function typeOf(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

export const isFormType = (type: string): boolean => formTypes.includes(type)

/** @throws Problem request/too-large, request/not-form, request/too-slow, request/aborted; what `pay` and `takeFile` throw. */
export async function readPosted(request: IncomingMessage, options: PostedOptions): Promise<Posted> {
  const { limits, pay } = options
  const type = typeOf(request)
  if (type === 'multipart/form-data') return readMultipart(request, options)
  const small = () => collect(bodyChunks(request, limits.bodyBytes, limits, pay), limits.bodyBytes)
  if (type === 'application/x-www-form-urlencoded') {
    return { fields: readUrlencoded(await small(), limits), files: [], channel: 'web' }
  }
  if (!options.wholeFiles || !wholeTypes.includes(type)) throw notForm('is of a type that this page does not take')
  const whole = wholeFile(await small())
  if (whole === null) throw notForm('is neither a text nor a sealed reply')
  return { fields: [whole], files: [], channel: channelOf([whole]) }
}

/** `body` for a text, `sealed` (base64) for what was sealed to the core already; null for anything else, or nothing. */
function wholeFile(bytes: Uint8Array): PostedField | null {
  if (isSealed(bytes)) return ['sealed', Buffer.from(bytes).toString('base64')]
  const text = textOf(bytes)
  return text === null || text.trim() === '' ? null : ['body', text]
}

const channelOf = (fields: readonly PostedField[]): Posted['channel'] =>
  fields.some(([name]) => name === 'sealed') ? 'sealed-web' : 'web'

function readUrlencoded(bytes: Buffer, limits: IntakeLimits): readonly PostedField[] {
  // counted before they are taken apart
  let fields = 1
  for (const octet of bytes) if (octet === 0x26) fields++
  if (fields > limits.fields) throw tooLarge(`more than ${limits.fields} fields`)
  const found = [...new URLSearchParams(bytes.toString('utf8'))]
  for (const [name] of found) checkName(name, limits)
  return found
}

function checkName(name: string, limits: IntakeLimits): void {
  if (name.length > limits.fieldNameLength)
    throw tooLarge(`a field's name of more than ${limits.fieldNameLength} characters`)
}

async function readMultipart(request: IncomingMessage, options: PostedOptions): Promise<Posted> {
  const { limits, pay, takeFile } = options
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  if (boundary === null) throw notForm('names no boundary')
  const most = limits.bodyBytes + limits.uploads * limits.uploadBytes + limits.fields * limits.partHeaderBytes
  const fields: PostedField[] = []
  const files: PostedFile[] = []
  let room = limits.bodyBytes
  let parts = 0
  for await (const part of readParts(bodyChunks(request, most, limits, pay), boundary)) {
    if (++parts > limits.fields) throw tooLarge(`more than ${limits.fields} parts`)
    checkName(part.name, limits)
    if (part.fileName === null) {
      const value = await collect(part.data, room)
      room -= value.length
      fields.push([part.name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(value)])
      continue
    }
    const isWhole = options.wholeFiles && part.name === 'file' && channelOf(fields) === 'web'
    const read = await readFile(part, isWhole ? room : 0, limits)
    if (read === null) continue
    if ('whole' in read) {
      room -= read.size
      fields.push(read.whole)
      continue
    }
    if (takeFile === null) throw notForm('has a file where none is taken')
    if (files.length === limits.uploads) throw tooLarge(`more than ${limits.uploads} files`)
    files.push(await takeFile({ ...part, data: read.upload }, fields))
  }
  return { fields, files, channel: channelOf(fields) }
}

type ReadFile = { readonly whole: PostedField; readonly size: number } | { readonly upload: AsyncIterable<Uint8Array> }

/** Null: no file was chosen. A file that is a text or sealed, and within `room`, is read; any other is passed on as it comes. */
async function readFile(part: Part, room: number, limits: IntakeLimits): Promise<ReadFile | null> {
  const source = part.data[Symbol.asyncIterator]()
  const first = new Gathered()
  const upload = () => ({ upload: joined(first.bytes, source, limits.uploadBytes) })
  for (;;) {
    const { value, done } = await source.next()
    if (done === true) {
      if (first.size === 0) return part.fileName === '' ? null : upload()
      const whole = room > 0 ? wholeFile(first.bytes) : null
      return whole === null ? upload() : { whole, size: first.size }
    }
    first.add(value)
    if (first.size > room) return upload()
  }
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0
  const counted = (chunk: Uint8Array): Uint8Array => {
    size += chunk.length
    if (size > most) throw tooLarge(`a file of more than ${most} bytes`)
    return chunk
  }
  if (first.length > 0) yield counted(first)
  for (;;) {
    const { value, done } = await rest.next()
    if (done === true) return
    yield counted(value)
  }
}
