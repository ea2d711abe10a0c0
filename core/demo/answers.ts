// The answers of the demo's staff: Anna and Grace edit text forms by hand, Baraka's program writes a reply file.

import { parsePacket } from '@satchel/protocol/messages/packet'
import { printReply } from '@satchel/protocol/messages/reply'
import { newReplyId } from '@satchel/protocol/messages/token'

/** Writes a value below a label of a text form, in place of what stands there. */
function fill(form: string, label: string, value: string): string {
  const lines = form.split('\n')
  const at = lines.findIndex(line => line.trim() === `[${label}]`)
  if (at < 0) throw new Error(`the text form has no [${label}]`)
  let end = at + 1
  while (end < lines.length && lines[end]?.trim() !== '') end++
  return [...lines.slice(0, at + 1), value, ...lines.slice(end)].join('\n')
}

/** Anna, in her text editor: one correction, one new number, one slip of the pen, and what was said. */
export function annaEdits(form: string, givenName: string, today: string): string {
  const answers: readonly (readonly [string, string])[] = [
    ['Given name', givenName],
    ['Date of birth', '1984-03-12'],
    ['Language', 'Klingon'],
    ['Phone or e-mail: kind (new-1)', 'phone'],
    ['Phone or e-mail: number or address (new-1)', '0700 000 777'],
    ['Date of the contact', today],
    ['How it went', 'reached'],
    ['What was said', 'Asked for the price of maize seed. Will come to the training.'],
    ['Next step', 'Send the date of the training'],
  ]
  return answers.reduce((text, [label, value]) => fill(text, label, value), form)
}

/** Grace, who had the same record, and read another name in a passport. */
export function graceEdits(form: string, givenName: string, today: string): string {
  return fill(fill(form, 'Given name', givenName), 'Date of the contact', today)
}

/** Baraka's program: reads the packet file, answers with a reply file. */
export function barakaAnswers(packetFile: string, today: string): string {
  const packet = parsePacket(packetFile)
  return printReply({
    version: 1,
    id: newReplyId(),
    draft: newReplyId(),
    sequence: 1,
    packet: packet.id,
    epoch: packet.epoch,
    token: packet.token,
    set: new Map([['preferred', 'visit']]),
    rows: [],
    drops: [],
    report: new Map([
      ['when', today],
      ['outcome', 'call-back'],
      ['note', 'In the field until Friday'],
    ]),
    files: [],
  })
}
