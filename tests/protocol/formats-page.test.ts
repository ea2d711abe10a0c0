// docs/formats.md cannot go stale: its examples are parsed, and are what the printers print.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { padmeLength } from '@satchel/protocol/envelope/envelope-seal'
import { limits } from '@satchel/protocol/limits'
import { parseOutcome, printOutcome } from '@satchel/protocol/messages/outcome'
import { parsePacket, printPacket } from '@satchel/protocol/messages/packet'
import { parseReceipt, printReceipt } from '@satchel/protocol/messages/receipt'
import { parseReceiptState, printReceiptState } from '@satchel/protocol/messages/receipt-state'
import { parseReply, printReply } from '@satchel/protocol/messages/reply'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import { openSpool } from '@satchel/protocol/spool/spool'
import { parseSubmission, printSubmission } from '@satchel/protocol/messages/submission'
import { foldToken, tokenHash } from '@satchel/protocol/messages/token'
import { parseUpload, printUpload } from '@satchel/protocol/messages/upload'
import { describe, expect, test } from 'vitest'
import { caught } from './caught.ts'
import { examples, formatsPage } from './examples.ts'

const reprint: ReadonlyMap<string, (text: string) => string> = new Map([
  ['sx1', text => printSexp(parseSexp(text))],
  ['packet', text => printPacket(parsePacket(text))],
  ['reply', text => printReply(parseReply(text))],
  ['submission', text => printSubmission(parseSubmission(text))],
  ['upload', text => printUpload(parseUpload(text))],
  ['receipt', text => printReceipt(parseReceipt(text))],
  ['outcome', text => printOutcome(parseOutcome(text))],
  ['receipt-state', text => printReceiptState(parseReceiptState(text))],
])

const read = (format: string, text: string) => {
  const parseAndPrint = reprint.get(format)
  if (parseAndPrint === undefined) throw new Error(`the page has an example of an unknown format ${format}`)
  return parseAndPrint(text)
}

describe('the page about formats', () => {
  test('has a good example of every format, and some that are refused', () => {
    const good = examples.filter(each => each.expect === 'ok').map(each => each.format)
    expect(good).toEqual([...reprint.keys()])
    expect(examples.length - good.length).toBe(5)
  })

  test.each(examples.filter(each => each.expect === 'ok'))('shows a $format as it is printed', ({ format, text }) => {
    expect(read(format, text)).toBe(text)
  })

  test.each(examples.filter(each => each.expect !== 'ok'))('shows a $format with its $expect', example => {
    expect(`problem ${caught(() => read(example.format, example.text)).code}`).toBe(example.expect)
  })

  test('names the limits of the formats with their values', () => {
    const shown = [...formatsPage.matchAll(/^\| `(\w+)` +\| ([0-9]+) +\|/gm)].map(([, name, value]) => [
      name,
      Number(value),
    ])
    expect(new Set(shown.map(([name]) => name))).toEqual(new Set(Object.keys(limits)))
    expect(limits).toMatchObject(Object.fromEntries(shown))
  })

  /** Rows of the table under a heading's words, cells without their marks. */
  const table = (heading: string) => {
    const [, rows = ''] = formatsPage.split(`| ${heading}`)
    const [body = ''] = rows.split('\n\n')
    const lines = body.split('\n').slice(2)
    return lines.map(line => [...line.matchAll(/(?<=\| +)[^|]*?(?= +\|)/g)].map(([cell]) => cell.replaceAll('`', '')))
  }

  test('tells how tokens may be typed, and what is none', () => {
    const rows = table('Typed ')
    expect(rows).toHaveLength(5)
    for (const [typed = '', is] of rows) expect(foldToken(typed) ?? 'none').toBe(is)
    expect(formatsPage).toContain(`is \`${tokenHash(rows[0]?.[0] ?? '')}\``)
  })

  test('tells how long a text of a length is when it is sealed', () => {
    const rows = table('Bytes of the text ')
    expect(rows).toHaveLength(5)
    for (const [length, padded] of rows) expect(padmeLength(Number(length))).toBe(Number(padded))
  })

  test('names every folder of a spool, and no other', async () => {
    const [, block = ''] = formatsPage.split('\n## Spool\n')
    const named = [...block.matchAll(/^([a-z/]+)\/ {2,}/gm)].map(([, folder]) => folder)
    const place = await mkdtemp(join(tmpdir(), 'satchel-page-'))
    try {
      const spool = await openSpool(place)
      const made = (await readdir(spool.folder, { recursive: true })).filter(folder => folder !== 'new')
      expect(named).toEqual(made.sort())
    } finally {
      await rm(place, { recursive: true })
    }
  })
})
