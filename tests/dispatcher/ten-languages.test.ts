// Letters of every language as mail: no line is too long for a server, and the form comes back out of the bytes as it was printed.

import { compose } from '@satchel/dispatcher/mail-out/compose'
import { readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { expect, test } from 'vitest'
import { forms, org, ownPacket, selfUpdate, words } from '../forms/samples.ts'

test.each([...forms.words.keys()])('a letter in %s goes through mail and back', async language => {
  const packet = ownPacket({ language })
  const { subject, text, html } = packetLetter(selfUpdate(), packet, words(language), org, { htmlForm: forms.ownForm })
  const raw = await compose({
    id: 'packet-7QK2-M9XA-3F0T',
    messageId: 'packet-7QK2-M9XA-3F0T@kilimo.example',
    date: new Date('2026-11-22T08:00:00Z'),
    from: 'core@kilimo.example',
    to: 'anna@kilimo.example',
    replyTo: 'core+r0123@kilimo.example',
    envelopeFrom: 'core+b4567@kilimo.example',
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    attachments: [],
    autoSubmitted: 'auto-generated',
  })
  const lines = Buffer.from(raw).toString('latin1').split('\r\n')
  // 998 octets are the most that a server must take (RFC 5322, 2.1.1)
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(998)
  expect(lines.join('')).toMatch(/^[\t -~]*$/)
  const read = await readMail(raw, { ours: 'core@kilimo.example', trustedServers: [] })
  const back = parseTextForm(read.text, () => selfUpdate())
  expect(back).toMatchObject({ packet: packet.id, language })
  expect(back.statements.set).toEqual(packet.record.fields)
})
