// The next step as a file for a calendar (RFC 5545): one day, a reminder in the morning, and words that name nobody, for calendars
// are shared and shown.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { Organization } from '../html/page-frame.ts'
import { nextDay } from './case-blocks.ts'
import { orgName, shortId } from './letter-parts.ts'
import { say, type Words } from '../words/form-words.ts'

/**
 * Null where no promise and no task has a day ahead. Same packet, same bytes.
 * @param entry the same for all packets of a record to one recipient: the file of a later letter moves the entry of an earlier one.
 */
export function calendarFile(
  packet: Packet,
  words: Words,
  org: Organization,
  entry = `packet-${packet.id}`,
): string | null {
  const day = packet.case === undefined ? null : nextDay(packet.case, packet.issued)
  if (day === null) return null
  const id = shortId(packet.id)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Satchel//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${entry}@${packet.replyTo.mail.split('@')[1] ?? 'satchel'}`,
    // programs keep the entry with the higher one: minutes, for it has to fit into 31 bits
    `SEQUENCE:${Math.floor(Date.parse(packet.issued) / 60_000)}`,
    `DTSTAMP:${packet.issued.replace(/[-:]/g, '')}`,
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    `SUMMARY:${escaped(say(words, 'letter-subject-work', { packet: id }))}`,
    `DESCRIPTION:${escaped(say(words, 'calendar-text', { packet: id, org: orgName(org) }))}`,
    'TRANSP:TRANSPARENT',
    'CLASS:PRIVATE',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(say(words, 'letter-subject-work', { packet: id }))}`,
    // nine in the morning of that day
    'TRIGGER:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n')

/** Lines of at most 75 octets; one that is longer goes on behind a space, and no letter is cut in two. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part].join('\r\n ')
}
