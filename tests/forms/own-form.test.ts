// The page of a person's own details: what it says, what it posts, and how it stays small.
import { readHtmlHeader, replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import { printOwnForm } from '@satchel/forms/html/own-form'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import type { Packet } from '@satchel/protocol/messages/packet'
import { describe, expect, test } from 'vitest'
import { forms, org, ownPacket, selfUpdate, texts, token, words } from './samples.ts'

const def = selfUpdate()
const print = (packet: Packet = ownPacket(), spoken = words(packet.language)) =>
  printOwnForm(def, packet, spoken, org, forms.ownForm, 'packet-7QK2.txt')
const { web: _, ...mailOnly } = ownPacket().replyTo
const languages = [...forms.words.keys()]

/** Summaries of the rows: what is told apart by tags in them is told apart by `|`. */
const rowsOf = (page: string) =>
  [...page.matchAll(/<summary[^>]*>(.*?)<\/summary>/g)].map(([, inside = '']) =>
    inside
      .replace(/<span class="onfile">[^<]*<\/span>/, '')
      .replace(/<[^>]+>/g, '|')
      .replace(/\|+/g, '|'),
  )

const inputsOf = (page: string) => page.slice(page.lastIndexOf('<form '))
const posted = (page: string) =>
  [...inputsOf(page).matchAll(/<input (?!type="checkbox"|class|type="radio"(?![^>]* checked))[^>]*>/g)].flatMap(
    ([tag]) => {
      const name = /name="([^"]+)"/.exec(tag)?.[1]
      return name === undefined ? [] : [[name, /value="([^"]*)"/.exec(tag)?.[1] ?? ''] as const]
    },
  )
const selected = (page: string) =>
  [...page.matchAll(/<select name="([^"]+)">([^]*?)<\/select>/g)].map(
    ([, name = '', options = '']) => [name, /value="([^"]*)" selected/.exec(options)?.[1] ?? ''] as const,
  )

describe('the page of a person’s own details', () => {
  test('is one file under 20 KB without script in every language, in Hindi under 21', () => {
    for (const language of languages) {
      const page = print(ownPacket({ language }))
      // a letter of its script takes three octets
      expect(Buffer.byteLength(page)).toBeLessThan(language === 'hi' ? 21_000 : 20_000)
      expect(page).not.toMatch(/<script|javascript:|\son[a-z]+=|style="|<img|<link|@import|url\(/i)
      expect(page).toContain('form-action https://intake.example.org; base-uri')
      expect(page).not.toContain('script-src')
    }
  })

  test('opens with the name and one question, and one button that says no more than that nothing has changed', () => {
    const page = print()
    expect(page).toContain('<h1>Jimmy, is this still right?</h1>')
    expect(page).toContain('Please answer by 22 December 2026. If you do not answer')
    const button = page.slice(page.indexOf('<form '), page.indexOf('</form>'))
    const fields = [...button.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    expect(fields).toEqual([
      ['form', `self-update ${def.version}`],
      ['packet', '7QK2-M9XA-3F0T'],
      ['token', token],
      ['language', 'en'],
      ['nothing', 'yes'],
    ])
    const read = fields as [string, string][]
    expect(readHtmlHeader(read).packet).toBe('7QK2-M9XA-3F0T')
    expect(replyFromHtmlFields(read, def)).toEqual({ set: new Map(), rows: [], drops: [], confirms: true })
  })

  test('names every row by what it is, shows what is on file, and adds without asking for a kind', () => {
    const named = [
      '|Phone|+256 700 000 001|Change|',
      '|E-mail|jimmy@example.org|Change|',
      '|Add a phone number|',
      '|Add an e-mail address|',
      '|Language|Luganda|Change|',
      '|Best way to reach you|Phone|Change|',
      '|Name|Jimmy Okello|Change|',
      '|Farm|Gulu, Uganda|Change|',
      '|Add another address|',
    ]
    // a field that comes with a later version has its row beside them
    expect(rowsOf(print()).filter(row => named.includes(row))).toEqual(named)
    expect(print()).not.toMatch(/\bc81<|New entry|Remove this entry/)
    expect(print()).toMatch(/name="drop.contact-point.c81" value="true"> Remove this number</)
    expect(print()).toMatch(/name="drop.contact-point.c82" value="true"> Remove this address</)
  })

  test('posts back what it showed; a kind that is not asked stays as it is', () => {
    const page = print()
    const fields = [...posted(page), ...selected(page)]
    const { set, rows, drops } = replyFromHtmlFields(fields, def)
    expect(Object.fromEntries(set)).toMatchObject(Object.fromEntries(ownPacket().record.fields))
    expect(rows.map(({ row, fields: said }) => [row, said.get('kind'), said.get('value')])).toEqual([
      ['c81', undefined, '+256 700 000 001'],
      ['c82', undefined, 'jimmy@example.org'],
      ['a5', 'farm', undefined],
      ['o5', undefined, undefined],
    ])
    expect(rows.at(-1)?.fields).toEqual(texts({ answer: 'true' }))
    expect(drops).toEqual([])
  })

  test('asks yes or no for each purpose, and chooses neither where no answer is on file', () => {
    const page = print()
    const asks = [...page.matchAll(/<legend class="label">([^<]+)<\/legend>([^]*?)<\/fieldset>/g)]
    expect(asks.map(([, purpose, choices = '']) => [purpose, /value="([a-z]+)" checked/.exec(choices)?.[1]])).toEqual([
      ['Letters that you did not ask for, such as this form', 'true'],
      ['Training days near you, by SMS', undefined],
    ])
    // what is not pressed is not sent, and nothing is missed then
    const { rows } = replyFromHtmlFields([...posted(page), ...selected(page)], def)
    expect(rows.some(({ row }) => row === 'o6')).toBe(false)
    const said = replyFromHtmlFields([...posted(page), ...selected(page), ['row.consent.o6.answer', 'false']], def)
    expect(said.rows.find(({ row }) => row === 'o6')?.fields).toEqual(texts({ answer: 'false' }))
  })

  test('shows an odd address as plain text, and keeps a number under its keyboard', () => {
    const rows = new Map([
      [
        'contact-point',
        [
          { id: 'c1', fields: texts({ kind: 'email', value: 'not an address' }) },
          { id: 'c2', fields: texts({ kind: 'phone', value: '12' }) },
        ],
      ],
    ])
    const page = print(ownPacket({ record: { ...ownPacket().record, rows } }))
    expect(page).toMatch(/name="row.contact-point.c1.value" type="text"/)
    expect(page).toMatch(/name="row.contact-point.c2.value" type="tel"/)
    expect(page).toMatch(/name="row.contact-point.new-2.value" type="email"/)
  })

  test('says that it can be filled in by the browser, as a person’s own details may be', () => {
    const asked = [...print().matchAll(/autocomplete="([^"]+)"/g)].map(([, word]) => word)
    const words =
      'tel email given-name family-name address-line1 address-line2 address-level2 address-level1 postal-code'
    expect(asked).toEqual(expect.arrayContaining([...words.split(' '), 'country']))
  })

  test('puts nothing that is on file into its markup', () => {
    const attack = '"><script>alert(1)</script>{{token}}\'`=&lt;\u0000\u001b'
    const rows = new Map([['contact-point', [{ id: 'c1', fields: texts({ kind: attack, value: attack }) }]]])
    const fields = texts({ 'given-name': attack, language: attack })
    const page = print(ownPacket({ record: { ...ownPacket().record, fields, rows } }))
    // oxlint-disable-next-line no-control-regex
    expect(page).not.toMatch(/<script|\u0000|\u001b/)
    expect(page.match(/<form /g)).toHaveLength(2)
  })

  test('without an address on the web shows what is on file and how to answer, and has no button', () => {
    const page = print(ownPacket({ replyTo: mailOnly }))
    expect(page).not.toMatch(/<form|<button|<input/)
    expect(page).not.toContain(token)
    expect(page).toContain('packet-7QK2.txt')
    expect(page).toContain('+256 700 000 001')
    expect(page).not.toContain('Add a phone number')
  })

  test('keeps dates in their order between words from right to left, and is the same bytes each time', () => {
    expect(print(ownPacket(), { ...words('en'), direction: 'rtl' })).toContain('by \u206822 December 2026\u2069')
    expect(print()).toBe(print())
  })
})

describe('nothing has changed, by mail', () => {
  const form = printTextForm(def, ownPacket(), words('en'))
  const read = (text: string) => parseTextForm(text, () => def).statements

  test('is a line of the text form, with any word below it', () => {
    const short = `[form]\nself-update ${def.version} 7QK2-M9XA-3F0T en\n\n[nothing has changed]\nyes\n\n[end]\n`
    expect(read(short)).toEqual({ set: new Map(), rows: [], drops: [], confirms: true })
    expect(read(short.replace('yes\n', '')).confirms).toBeUndefined()
    expect(read(form).confirms).toBeUndefined()
  })
})
