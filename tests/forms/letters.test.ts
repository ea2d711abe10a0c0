import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { printPacket } from '@satchel/protocol/messages/packet'
import { describe, expect, test } from 'vitest'
import { callReport, forms, org, ownPacket, sameText, samplePacket, selfUpdate, texts, words } from './samples.ts'

const def = callReport()
const parts = { htmlForm: forms.htmlForm }
const ownParts = { htmlForm: forms.ownForm }

describe('a packet letter', () => {
  const letter = packetLetter(def, samplePacket(), words('en'), org, {
    ...parts,
    packetFile: { signature: 'SIGNATURE' },
  })

  test('says nothing about the person in subject and file names', () => {
    expect(letter.subject).toBe('Work packet 7QK2')
    expect(letter.attachments.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'packet-7QK2.html text/html; charset=utf-8',
      'packet-7QK2.txt text/plain; charset=utf-8',
      'packet-7QK2.sexp application/x-satchel',
      'packet-7QK2.sexp.asc application/pgp-signature',
    ])
  })

  test('carries the report in its body, the whole form in its text attachment, and the packet as data', () => {
    const [, form, packet] = letter.attachments
    const [short, long] = [letter.text, form?.content ?? ''].map(text => parseTextForm(text, () => def))
    expect(short?.statements).toMatchObject({ set: new Map(), rows: [], drops: [] })
    expect(short).toMatchObject({ form: long?.form, packet: long?.packet, token: '' })
    expect(letter.text).not.toContain('[Given name]')
    expect(long?.statements.set.get('given-name')).toBe('Jimmy')
    expect(packet?.content).toBe(printPacket(samplePacket()))
  })

  test('without a signature has none attached, and without the web names its page all the same', () => {
    const { web: _, ...replyTo } = samplePacket().replyTo
    const plain = packetLetter(def, samplePacket({ replyTo }), words('en'), org, parts)
    expect(plain.attachments).toHaveLength(2)
    for (const { text } of [plain, letter]) expect(text).toContain('Open the attached packet-7QK2.html')
  })

  test('to the person concerned has its own words, in every language, and shows the page before the text', () => {
    for (const language of forms.words.keys()) {
      const own = packetLetter(selfUpdate(), ownPacket({ language }), words(language), org, ownParts)
      const [page, text] = ['packet-7QK2.html', 'packet-7QK2.txt'].map(file => own.text.indexOf(file))
      expect(page).toBeGreaterThan(0)
      expect(page).toBeLessThan(text ?? 0)
      expect(own.text).not.toMatch(/sexp|call-report/)
      expect(own.subject).not.toMatch(/Jimmy|Okello/)
      expect(parseTextForm(own.text, () => selfUpdate()).packet).toBe('7QK2-M9XA-3F0T')
    }
    const own = packetLetter(selfUpdate(), ownPacket(), words('en'), org, ownParts)
    expect(own.subject).toBe('Your details: form 7QK2')
    expect(own.text).toContain('on file about you')
    expect(own.text.replace(/\s+/g, ' ')).toContain('If you do not answer, everything stays as it is.')
  })

  test('to the person concerned shows in its HTML all that is on file, after the two answers of one tap', () => {
    const unsubscribe = { mail: 'core+u.token@example.org', url: 'https://intake.example.org/unsubscribe/TOKEN' }
    for (const language of forms.words.keys()) {
      const spoken = words(language)
      const own = packetLetter(selfUpdate(), ownPacket({ language }), spoken, org, { ...ownParts, unsubscribe })
      const html = sameText(own.html ?? '')
      const shown = [
        'Jimmy Okello',
        '+256 700 000 001',
        'jimmy@example.org',
        'Gulu',
        'Letters that you did not ask for',
      ]
      for (const value of shown) expect(html).toContain(value)
      // the same answers are in the form of the text part
      for (const value of [...shown.slice(1, 4), '[Nothing has changed]', '[Please call me]'])
        expect(own.text).toContain(value)
      const order = ['own-title', 'link-nothing', 'link-call-me', 'work-record', 'own-changed', 'letter-self-none']
      const name = spoken.direction === 'rtl' ? '\u2068Jimmy\u2069' : 'Jimmy'
      const places = order.map(key => html.indexOf(sameText(spoken.texts.get(key) ?? '?').replace('{name}', name)))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
      // no address that is longer than words, and no riddle of a file for programs
      expect(html).not.toMatch(/core\+|https:|\.sexp/)
      expect(own.html).toContain(`href="${unsubscribe.url}"`)
    }
  })

  test('that is answered by a sealed page alone tells nothing on file', () => {
    const { text, html = '' } = packetLetter(selfUpdate(), ownPacket(), words('en'), org, {
      ...ownParts,
      page: 'a page',
      isSealed: true,
    })
    expect(text + html).not.toMatch(/Jimmy|Okello|700 000|Gulu|\[form\]/)
  })

  test('says where to write against more of them, with the page where there is one', () => {
    const mail = 'core+u.token@example.org'
    const url = 'https://intake.example.org/unsubscribe/TOKEN'
    const print = (unsubscribe: { mail: string; url?: string }) =>
      packetLetter(selfUpdate(), ownPacket(), words('en'), org, { ...ownParts, unsubscribe }).text
    expect(print({ mail })).toContain(mail)
    expect(print({ mail, url })).toContain(url)
    expect(print({ mail, url })).toContain(mail)
    expect(parseTextForm(print({ mail, url }), () => selfUpdate()).packet).toBe('7QK2-M9XA-3F0T')
    expect(packetLetter(selfUpdate(), ownPacket(), words('en'), org, ownParts).text).not.toContain('no more letters')
  })

  test('holds no control characters, whatever is on file', () => {
    const odd = packetLetter(def, samplePacket(), words('en'), { name: 'X\r\nBcc: y\u001b[31m\u0000' }, parts)
    // oxlint-disable-next-line no-control-regex
    expect(odd.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
    expect(odd.text).toContain('X Bcc: y')
  })

  test('is not made from a packet that holds what its file cannot carry', () => {
    const packet = samplePacket()
    const fields = texts({ 'given-name': 'a\u001b[31m' })
    const odd = { ...packet, record: { ...packet.record, fields } }
    expect(() => packetLetter(def, odd, words('en'), org, { ...parts, packetFile: {} })).toThrow('control character')
  })

  test('is not opened by an organisation that calls itself [form]', () => {
    const odd = packetLetter(
      def,
      samplePacket({ kind: 'self-update' }),
      words('en'),
      { name: `${'x'.repeat(64)} [form] ${'x'.repeat(64)}` },
      ownParts,
    )
    expect(parseTextForm(odd.text, () => def).packet).toBe('7QK2-M9XA-3F0T')
  })

  test('is the same bytes each time', () => {
    expect(
      packetLetter(def, samplePacket(), words('en'), org, { ...parts, packetFile: { signature: 'SIGNATURE' } }),
    ).toEqual(letter)
  })
})
