import { createHash } from 'node:crypto'
import { readHtmlHeader, replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import { printHtmlForm } from '@satchel/forms/html/html-form'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import type { Packet } from '@satchel/protocol/messages/packet'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callReport, forms, org, samplePacket, texts, token, words } from './samples.ts'

const def = callReport()
const print = (packet: Packet, language = 'en', form = def) =>
  printHtmlForm(form, packet, words(language), org, forms.htmlForm, 'packet-7QK2.txt')
const { web: _, ...mailOnly } = samplePacket().replyTo

describe('the HTML form', () => {
  test('is one file under 20 KB without script, whose policy allows its style and the post to the intake only', () => {
    for (const language of ['en', 'sw', 'fr', 'de']) {
      const page = print(samplePacket({ language }), language)
      expect(Buffer.byteLength(page)).toBeLessThan(20_000)
      expect(page).not.toMatch(/<script|javascript:|\son[a-z]+=|style="|<img|<link|@import|url\(/i)
      const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      expect(attributeOf(page, 'http-equiv="Content-Security-Policy" content')).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; form-action https://intake.example.org; base-uri 'none'`,
      )
      expect(page).toContain(`<html lang="${language}" dir="ltr">`)
    }
  })

  test('gives every input a label, and every help the input it belongs to', () => {
    const page = print(samplePacket())
    const ids = [...page.matchAll(/<(?:input|select|textarea) (?!type="hidden")[^>]*?id="([^"]+)"/g)].map(
      ([, id]) => id,
    )
    expect(ids.length).toBeGreaterThan(30)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(page).toContain(`<label for="${id}">`)
    for (const [, id] of page.matchAll(/aria-describedby="([^"]+)"/g))
      expect(page).toContain(`<p class="soft" id="${id}" `)
  })

  test('posts back as statements of exactly what it showed', () => {
    const posted = submit(print(samplePacket()))
    expect(readHtmlHeader(posted)).toEqual({
      form: { name: 'call-report', version: def.version },
      packet: '7QK2-M9XA-3F0T',
      token,
      language: 'en',
    })
    const { set, rows, drops, report } = replyFromHtmlFields(posted, def)
    expect(Object.fromEntries(set)).toEqual({
      'given-name': 'Jimmy',
      'family-name': 'Okello',
      title: null,
      born: '1980-02-29',
      language: 'lg',
      preferred: null,
      note: null,
    })
    expect(rows.map(({ row, fields }) => [row, fields.get('kind')])).toEqual([
      ['c81', 'phone'],
      ['c82', 'email'],
      ['a5', 'farm'],
    ])
    expect(drops).toEqual([])
    expect(report).toBeUndefined()
  })

  test('brings any value through the page and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), value => {
        const name = `x${value.replace(/[\s\p{C}]/gu, ' ')}x`.replace(/ +/g, ' ').normalize('NFC')
        const packet = samplePacket()
        const fields = texts({ 'given-name': name, note: `\n${name}\n${name}` })
        const posted = submit(print({ ...packet, record: { ...packet.record, fields } }))
        const { set } = replyFromHtmlFields(posted, def)
        expect(set.get('given-name')).toBe(name)
        expect(set.get('note')).toBe(`${name}\n${name}`)
      }),
      { numRuns: 100 },
    )
  })

  test('puts nothing that is on file into its markup', () => {
    const attack = '"><script>alert(1)</script>{{token}}\'`=&lt;\u0000\u001b'
    const packet = samplePacket({ background: [{ date: attack, kind: attack, text: attack }] })
    const rows = new Map([['contact-point', [{ id: 'c1', fields: texts({ kind: attack, value: attack }) }]]])
    const page = print({
      ...packet,
      record: { ...packet.record, fields: texts({ 'given-name': attack, language: attack }), rows },
    })
    expect(page).not.toMatch(/<script|\u0000|\u001b/)
    expect(page.match(/<form /g)).toHaveLength(1)
  })

  test('without an address on the web shows the record and how to answer, and has no button', () => {
    const page = print(samplePacket({ replyTo: mailOnly }))
    expect(page).not.toMatch(/<form|<button|<input/)
    expect(page).not.toContain(token)
    expect(page).toContain('packet-7QK2.txt')
    expect(page).toContain('+256 700 000 001')
    expect(attributeOf(page, 'http-equiv="Content-Security-Policy" content')).toContain("form-action 'none'")
  })

  test('with more inputs than the intake takes shows the record only, and with just as many still posts', () => {
    const packet = samplePacket()
    const withRows = (count: number) => {
      const points = Array.from({ length: count }, (_each, index) => ({
        id: `c${index}`,
        fields: texts({ kind: 'phone', value: '112' }),
      }))
      return print({ ...packet, record: { ...packet.record, rows: new Map([['contact-point', points]]) } })
    }
    // 7 fields, 5 of the report, 7 of a new address, 2 of a new contact point: 21, and 79 rows of 2 make 179.
    expect(withRows(79)).toContain('<form ')
    expect(withRows(80)).not.toContain('<form ')
  })

  test('refuses an address for replies that is not on the web', () => {
    const web = { url: 'javascript:alert(1)', receiptKey: 'k' }
    expect(() => print(samplePacket({ replyTo: { ...mailOnly, web } }))).toThrow(/not an http address/)
  })

  test('says which fields are required, and what a date left empty means', () => {
    const page = print(samplePacket())
    expect(page).toMatch(/Given name <span class="mark">\(required\)<\/span>/)
    expect(page).toMatch(/number or address <span class="mark">\(required\)<\/span>/)
    expect(page).toMatch(
      /Date of the contact <span class="mark">\(if left empty, the day on which your answer arrives\)</,
    )
    expect(page).not.toMatch(/Family name <span class="mark">/)
    const text = printTextForm(callReport(), samplePacket(), words('en'))
    expect(text).toContain('- Given name - required\n')
    expect(text).toMatch(/- Date of the contact - if left empty, the day on which your\s+answer/)
  })

  test('folds the empty new entries away, and names each list in them', () => {
    const page = print(samplePacket())
    expect([...page.matchAll(/<summary id="([^"]+)">([^<]+)</g)].map(([, id, label]) => [id, label])).toEqual([
      ['row.contact-point.new-1', 'New entry: Phone or e-mail'],
      ['row.address.new-1', 'New entry: Address'],
    ])
    for (const [, id] of page.matchAll(/aria-labelledby="(row[^"]+)"/g)) expect(page).toContain(`id="${id}"`)
  })

  test('says before the first field what to do where the button is blocked, and after it what shows that it was sent', () => {
    for (const language of ['en', 'sw', 'fr', 'de']) {
      const page = print(samplePacket({ language }), language)
      const order = [
        page.indexOf('class="note screen"'),
        page.indexOf('<form '),
        page.indexOf('<button '),
        page.indexOf('<p class="screen">'),
      ]
      expect(order).not.toContain(-1)
      expect(order).toEqual(order.toSorted((one, other) => one - other))
    }
  })

  test('keeps dates and ids in their order between words from right to left', () => {
    const english = words('en')
    const page = printHtmlForm(
      def,
      samplePacket(),
      { ...english, direction: 'rtl' },
      org,
      forms.htmlForm,
      'packet-7QK2.txt',
    )
    expect(page).toContain('dir="rtl"')
    expect(page).toContain('Packet \u20687QK2-M9XA-3F0T\u2069. Please answer by \u20682026-12-22\u2069.')
    expect(print(samplePacket())).not.toMatch(/[\u2066-\u2069]/)
  })

  test('is the same bytes each time', () => {
    expect(print(samplePacket())).toBe(print(samplePacket()))
  })
})

describe('a posted form', () => {
  const posted = submit(print(samplePacket()))
  const change = (name: string, value: string) =>
    posted.map(([each, old]) => [each, each === name ? value : old] as const)

  test('clears what was emptied, adds what was filled in and removes what was ticked', () => {
    const more = [...change('row.contact-point.new-1.value', '112'), ['drop.contact-point.c81', 'true'] as const]
    const { rows, drops } = replyFromHtmlFields(more, def)
    expect(drops).toEqual([{ collection: 'contact-point', row: 'c81' }])
    expect(rows.map(({ row }) => row)).toEqual(['c82', 'new-1', 'a5'])
    expect(replyFromHtmlFields(change('set.family-name', ' '), def).set.get('family-name')).toBeNull()
    expect(replyFromHtmlFields(change('report.when', '2026-11-22'), def).report).toEqual(texts({ when: '2026-11-22' }))
  })

  test('turns the line ends of the browser into ours', () => {
    expect(replyFromHtmlFields(change('set.note', 'a\r\nb'), def).set.get('note')).toBe('a\nb')
  })

  test('is read when a mail program put x_ before the names', () => {
    const prefixed = posted.map(([name, value]) => [`x_${name}`, value] as const)
    expect(replyFromHtmlFields(prefixed, def)).toEqual(replyFromHtmlFields(posted, def))
    expect(readHtmlHeader(prefixed)).toEqual(readHtmlHeader(posted))
  })

  test('that lost a field, or has one twice, is mangled', () => {
    const lost = posted.filter(([name]) => name !== 'set.note')
    expect(() => replyFromHtmlFields(lost, def)).toThrow(/without 1 of the fields/)
    expect(() => replyFromHtmlFields([...posted, ['set.note', 'other']], def)).toThrow(/twice/)
    expect(() =>
      replyFromHtmlFields(
        posted.filter(([name]) => name !== 'shown'),
        def,
      ),
    ).toThrow(/list of the fields/)
    expect(() => readHtmlHeader(posted.filter(([name]) => name !== 'token'))).toThrow(/token/)
  })

  test('leaves unknown slots to the core and ignores names that are none', () => {
    const more = [
      ...posted,
      ['set.salary', '5'],
      ['website', 'spam'],
      ['set.__proto__', 'x'],
      ['row.a.b', 'x'],
    ] as const
    const { set, rows } = replyFromHtmlFields(more, def)
    expect(set.get('salary')).toBe('5')
    expect([...set.keys()]).not.toContain('__proto__')
    expect(rows).toHaveLength(3)
  })

  test('says no for a shown box that is not ticked', () => {
    const asked = {
      ...def,
      fields: def.fields.map(field => (field.name === 'title' ? { ...field, type: 'boolean' as const } : field)),
    }
    const unticked = posted.filter(([name]) => name !== 'set.title')
    expect(replyFromHtmlFields(unticked, asked).set.get('title')).toBe('false')
  })
})

/** What a browser would post: names and values of the inputs, as far as our own template writes them. */
function submit(page: string): readonly (readonly [string, string])[] {
  const inputs = [...page.matchAll(/<input (?!type="checkbox")[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"/g)]
  const areas = [...page.matchAll(/<textarea [^>]*?name="([^"]+)"[^>]*>\n([^<]*)<\/textarea>/g)]
  const selects = [...page.matchAll(/<select [^>]*?name="([^"]+)"[^>]*>([^]*?)<\/select>/g)].map(
    ([, name, options = '']) => ['', name, /value="([^"]*)" selected/.exec(options)?.[1] ?? ''] as const,
  )
  return [...inputs, ...areas, ...selects].map(([, name = '', value = '']) => [name, unescapeHtml(value)] as const)
}

function attributeOf(page: string, attribute: string): string {
  return unescapeHtml(page.split(`${attribute}="`)[1]?.split('"')[0] ?? '')
}

function unescapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&(?:#x([0-9A-F]+)|([a-z]+));/gi, (_all, code: string | undefined, name: string) =>
    code === undefined ? (named[name] ?? '?') : String.fromCodePoint(Number.parseInt(code, 16)),
  )
}
