// XML of a workbook's parts: bytes to text by what they say of themselves, and through the elements in order. Strict where a lenient
// reader would make another value of what is damaged.

import { Parser } from 'saxen'
import { problem } from '../../problems/problems.ts'
import { loadLimits } from '../file-limits.ts'

export const notWorkbook = (what: string, way?: string) =>
  problem('load/not-csv', `The Excel file cannot be read: ${what}.`, {
    hint: way ?? 'open it in a spreadsheet program and save it again as .xlsx, without a password, or as CSV',
  })

/** @throws Problem load/not-csv for a file that is too large. */
export function checkSize(bytes: Uint8Array): void {
  if (bytes.length > loadLimits.fileBytes) {
    throw problem('load/not-csv', `The file is larger than ${loadLimits.fileBytes / 1024 / 1024} MiB.`, {
      hint: 'split it into several files; loading one after the other comes to the same',
    })
  }
}

/** In both editions of the standard (ECMA-376 "transitional" and ISO 29500 "strict"); every other namespace is no business of ours. */
const namespaces = {
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 'm',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 'm',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'm',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
}

export type Attributes = (name: string) => string | undefined

interface Walker {
  /** @param parent name of the element around it; empty for the outermost. */
  open?(name: string, attribute: Attributes, parent: string): void
  text?(text: string): void
  close?(name: string): void
}

/**
 * Elements of the workbook's own namespace in order, without a prefix; others keep one. Of alternatives (mc:AlternateContent) the fallback
 * is walked, which says it in the words of the standard.
 * @throws Problem load/not-csv.
 */
export function walk(part: Uint8Array | undefined, walker: Walker): void {
  if (part === undefined) return
  const parser = new Parser().ns(namespaces)
  const parents: string[] = []
  let skipped = 0
  const { guarded, throwFault } = guardOf(parser)
  const bare = (name: string) => (name.startsWith('m:') ? name.slice(2) : name)
  const refuse = (what: string) =>
    guarded(() => {
      throw notWorkbook(what)
    })
  parser
    .on(
      'openTag',
      guarded((prefixed: string, attributes: () => Record<string, string>) => {
        if (skipped > 0 || prefixed === 'mc:Choice') skipped++
        else if (prefixed !== 'mc:AlternateContent' && prefixed !== 'mc:Fallback') {
          const name = bare(prefixed)
          walker.open?.(name, attributesOf(attributes), parents.at(-1) ?? '')
          parents.push(name)
        }
      }),
    )
    .on(
      'closeTag',
      guarded((prefixed: string) => {
        if (skipped > 0) skipped--
        else if (prefixed !== 'mc:AlternateContent' && prefixed !== 'mc:Fallback') {
          parents.pop()
          walker.close?.(bare(prefixed))
        }
      }),
    )
    .on(
      'text',
      guarded((text: string) => {
        if (skipped === 0) walker.text?.(decoded(text))
      }),
    )
    .on(
      'cdata',
      guarded((text: string) => {
        if (skipped === 0) walker.text?.(lines(text))
      }),
    )
    // a document type could define entities; no spreadsheet program writes one
    .on('attention', refuse('its XML has a document type'))
    .on('error', refuse('its XML is damaged'))
    // an attribute that saxen would leave out with a warning
    .on('warn', refuse('its XML is damaged'))
  parser.parse(textOf(part))
  throwFault()
}

/** Read when the first of them is asked for. */
function attributesOf(attributes: () => Record<string, string>): Attributes {
  let read: Record<string, string> | undefined
  return key => {
    const value = (read ??= attributes())[key]
    return value === undefined ? undefined : decoded(value)
  }
}

/** The parser's own callers swallow what a listener throws: the first fault stops the parser, and is thrown afterwards. */
function guardOf(parser: Parser) {
  let fault: Error | null = null
  return {
    guarded:
      <T extends readonly unknown[]>(call: (...args: T) => void) =>
      (...args: T) => {
        if (fault !== null) return
        try {
          call(...args)
        } catch (error) {
          fault = error instanceof Error ? error : new Error(String(error))
          parser.stop()
        }
      },
    throwFault: () => {
      if (fault !== null) throw fault
    },
  }
}

/** As XML wants it: a CR that is meant is written as `&#13;`. */
const lines = (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Saxen's own decoding cuts characters beyond U+FFFF (emoji) to another one, and leaves in place what it does not know. */
function decoded(raw: string): string {
  const text = lines(raw)
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));|&/gi,
    (_, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      if (name !== undefined ? entities[name] === undefined : !(code > 0 && code <= 0x10ffff))
        throw notWorkbook('its XML is damaged')
      return name === undefined ? String.fromCodePoint(code) : (entities[name] ?? '')
    },
  )
}

/** By its byte order mark, or the first characters, or what the declaration says; UTF-8 where nothing does. */
function textOf(part: Uint8Array): string {
  const [first, second] = part
  const isWide =
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0
  const start = new TextDecoder('latin1').decode(part.subarray(0, 200))
  const said =
    /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(start)?.[1] ?? 'utf-8'
  // some programs write the declaration of the text that they had in memory, and then the bytes in UTF-8
  const narrow = /^(utf-?16|ucs-?2)/i.test(said) ? 'utf-8' : said
  const label = !isWide ? narrow : first === 0xfe || first === 0 ? 'utf-16be' : 'utf-16le'
  try {
    return new TextDecoder(label, { fatal: true }).decode(part)
  } catch {
    throw notWorkbook('its XML is damaged')
  }
}
