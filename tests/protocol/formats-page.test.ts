// docs/formats.md cannot go stale: its examples are parsed, and are what the printers print.
import { limits } from '@satchel/protocol/limits'
import { parseOutcome, printOutcome } from '@satchel/protocol/outcome'
import { parsePacket, printPacket } from '@satchel/protocol/packet'
import { parseReceipt, printReceipt } from '@satchel/protocol/receipt'
import { parseReply, printReply } from '@satchel/protocol/reply'
import { printSexp } from '@satchel/protocol/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp-read'
import { parseSubmission, printSubmission } from '@satchel/protocol/submission'
import { parseUpload, printUpload } from '@satchel/protocol/upload'
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
    expect(shown).toHaveLength(9)
    expect(limits).toMatchObject(Object.fromEntries(shown))
  })
})
