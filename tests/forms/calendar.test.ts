// The next step as a calendar file: read by a calendar library, whole, on the right day, and without a name in it.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { callReport, casePacket, forms, org, sampleCase, words } from './samples.ts'

const fileOf = (packet = casePacket(), language = 'en', calendar?: string) =>
  packetLetter(callReport(), { ...packet, language }, words(language), org, {
    htmlForm: forms.htmlForm,
    ...(calendar === undefined ? {} : { calendar }),
  }).attachments.find(({ type }) => type.startsWith('text/calendar'))

test.each([...forms.words.keys()])('in %s it is one day, with a reminder that morning', language => {
  const file = fileOf(casePacket(), language)
  expect(file?.name).toBe('packet-7QK2.ics')
  const text = file?.content ?? ''
  const calendar = new ICAL.Component(ICAL.parse(text))
  const [event, ...more] = calendar.getAllSubcomponents('vevent')
  expect(more).toEqual([])
  if (event === undefined) throw new Error('no event')
  const { startDate, summary, uid, description } = new ICAL.Event(event)
  expect([startDate.toString(), startDate.isDate]).toEqual(['2026-11-24', true])
  expect(uid).toBe('packet-7QK2-M9XA-3F0T@example.org')
  expect(summary).toContain('7QK2')
  expect(description).toContain('Green Valley Co-operative')
  expect(String(event.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger'))).toBe('PT9H')
  // RFC 5545: CR LF, and no line of more than 75 octets
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text).not.toMatch(/Jimmy|Okello|maize|Gulu|256/i)
})

test('there is none without a day ahead, and the name of the organisation cannot break out of its line', () => {
  expect(fileOf(casePacket({ case: { ...sampleCase, promises: [], tasks: [{ text: 'Call' }] } }))).toBeUndefined()
  const odd = { name: `${'é'.repeat(60)};a,b\\\r\nBEGIN:VALARM` }
  const text =
    packetLetter(callReport(), casePacket(), words('en'), odd, { htmlForm: forms.htmlForm }).attachments.find(
      ({ name }) => name.endsWith('.ics'),
    )?.content ?? ''
  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
  expect(event?.getAllSubcomponents('valarm')).toHaveLength(1)
  expect(event?.getFirstPropertyValue('description')).toContain(`${'é'.repeat(60)};a,b\\ BEGIN:VALARM`)
})

test('a later letter about the same record moves the day of an earlier one', () => {
  const { id, issued } = casePacket()
  const later = {
    id: '8QK2-M9XA-3F0T',
    issued: new Date(Date.parse(issued) + 60_000).toISOString().replace('.000', ''),
  }
  const [first, second] = [{ id, issued }, later].map(at => {
    const file = fileOf(casePacket(at), 'en', 'abcdef0123456789')
    const event = new ICAL.Component(ICAL.parse(file?.content ?? '')).getFirstSubcomponent('vevent')
    return { uid: event?.getFirstPropertyValue('uid'), sequence: Number(event?.getFirstPropertyValue('sequence')) }
  })
  expect(first?.uid).toBe('abcdef0123456789@example.org')
  expect(second).toEqual({ uid: first?.uid, sequence: (first?.sequence ?? 0) + 1 })
  expect(second?.sequence).toBeLessThan(2 ** 31)
})
