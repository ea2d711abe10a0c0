import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { printPacket } from '@satchel/protocol/messages/packet'
import { describe, expect, test } from 'vitest'
import { callReport, forms, org, ownPacket, samplePacket, selfUpdate, texts, words } from './samples.ts'

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

  test('without a signature has none attached, and without the web does not speak of the button', () => {
    const { web: _, ...replyTo } = samplePacket().replyTo
    const plain = packetLetter(def, samplePacket({ replyTo }), words('en'), org, parts)
    expect(plain.attachments).toHaveLength(2)
    expect(plain.text).not.toContain('.html')
    expect(letter.text).toContain('Open the attached packet-7QK2.html')
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
    expect(own.text).toContain('If everything is\nright, you need not answer.')
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
