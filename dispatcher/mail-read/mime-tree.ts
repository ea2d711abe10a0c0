// The tree of a mail's parts, built line by line with a count of what it costs. The only file that knows the parser's insides:
// its own way through a mail waits once for each line, goes on after any number of parts, and makes texts that nobody here reads.

import PostalMime from 'postal-mime'
import type { MailMaxima } from '../mail-limits.ts'
import { problem } from '../problems.ts'

export interface HeaderLine {
  /** Lower case. */
  readonly key: string
  /** Unfolded, not decoded. */
  readonly value: string
}

/** The tree that postal-mime 4.0.0 builds. Its version is pinned, and a test reads a mail of each shape. */
export interface MimeNode {
  readonly headers: readonly HeaderLine[]
  readonly contentType: {
    readonly parsed: { readonly value: string; readonly params: Record<string, string> }
    readonly multipart: string | false
  }
  readonly contentDisposition: { readonly parsed: { readonly value: string; readonly params: Record<string, string> } }
  readonly content: ArrayBuffer | null
  readonly childNodes: readonly MimeNode[]
}

interface OpenNode extends MimeNode {
  readonly state: 'header' | 'body' | 'finished'
  feed(line: Uint8Array): void
}

interface Parser {
  readonly root: MimeNode
  readonly currentNode: OpenNode
  buf: ArrayBufferLike
  av: Uint8Array
  readPos: number
  readLine(): { readonly bytes: Uint8Array; readonly done: boolean }
  processLine(line: Uint8Array, isFinal: boolean): Promise<void>
}

/** The parser keeps some 300 bytes for each line, however short: so many lines fit into the memory of the thread. */
export const linesWithin = (maxima: Pick<MailMaxima, 'memoryMb'>) => maxima.memoryMb * 3000

/** Each is compared with the boundary of every part that is open. Signatures and separators of long threads are some hundreds. */
export const linesOfDashes = (maxima: Pick<MailMaxima, 'parts'>) => 100 * maxima.parts

const [lineFeed, dash] = [0x0a, 0x2d]

/** @throws Problem mail/not-readable: too many lines, parts, levels or header lines. Nothing is built for what is too many. */
export async function treeOf(raw: Uint8Array, maxima: MailMaxima): Promise<MimeNode> {
  checkLines(raw, maxima)
  const parser = new PostalMime({
    maxNestingDepth: maxima.depth,
    maxHeadersSize: maxima.headerBytes,
  }) as unknown as Parser
  // the parser's lines are places in a whole buffer
  parser.av = raw.byteLength === raw.buffer.byteLength ? raw : new Uint8Array(raw)
  parser.buf = parser.av.buffer
  parser.readPos = 0
  // parts that hold parts are no leaves: the leaves are counted exactly when the tree is there
  const most = 2 * maxima.parts + maxima.depth
  let nodes = 1
  let dashes = 0
  while (parser.readPos < raw.length) {
    const { bytes, done } = parser.readLine()
    if (!done && !(bytes[0] === dash && bytes[1] === dash)) {
      withinLimits(() => parser.currentNode.feed(bytes))
      continue
    }
    if (!done && ++dashes > linesOfDashes(maxima)) throw tooMany('lines that could begin a part', linesOfDashes(maxima))
    const before = parser.currentNode
    await parser.processLine(bytes, done).catch(tooDeep)
    // back at a part that holds others is no new one
    if (parser.currentNode !== before && parser.currentNode.state === 'header' && ++nodes > most) {
      throw tooMany('parts', maxima.parts)
    }
  }
  const leaves = countLeaves(parser.root)
  if (leaves > maxima.parts) throw tooMany('parts', maxima.parts)
  return parser.root
}

function checkLines(raw: Uint8Array, maxima: MailMaxima): void {
  const most = linesWithin(maxima)
  let lines = 0
  for (let at = raw.indexOf(lineFeed); at >= 0; at = raw.indexOf(lineFeed, at + 1)) {
    if (++lines > most) throw tooCostly('memory', `${most} lines`)
  }
}

function withinLimits(work: () => void): void {
  try {
    work()
  } catch (cause) {
    tooDeep(cause)
  }
}

function tooDeep(cause: unknown): never {
  throw problem('mail/not-readable', 'The mail is nested deeper, or has more header lines, than mails have.', { cause })
}

export function tooMany(what: string, most: number) {
  return problem('mail/not-readable', `The mail has too many ${what}; up to ${most} are looked at.`, {
    hint: 'send a plainer mail, and files in several mails',
  })
}

export function tooCostly(what: 'time' | 'memory', most: string) {
  return problem('mail/not-readable', `Reading the mail takes more ${what} than a mail may take (${most}).`, {
    hint: 'send a plainer mail, with the form alone',
    details: { lacking: what },
  })
}

function countLeaves(node: MimeNode): number {
  return node.childNodes.length === 0 ? 1 : node.childNodes.reduce((sum, child) => sum + countLeaves(child), 0)
}
