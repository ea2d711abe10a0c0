// The answer as a mail: the text form with what goes out, and nothing else. The address carries the token.

import { first } from './dom.ts'
import { allBoxes, type Box, lineOf, now } from './boxes.ts'
import type { Answer } from './answer.ts'
import { packet, say, shortId } from './page-data.ts'

/** Longer links are cut by some programs. */
const linkMost = 1900

export function mailText(answer: Answer): string {
  const part = (line: string, value: string | null) =>
    `[${line}]\n${value === null ? '(delete)' : value.replace(/^(?=[[>\\(])/gm, '\\')}\n\n`
  const labelled = (name: string) => {
    const box = first<Box>(`[name="${CSS.escape(name)}"]`, document)
    return box === null ? name : lineOf(box)
  }
  const parts: string[] = []
  for (const [name, value] of answer.report) parts.push(part(labelled(`report.${name}`), value))
  for (const [name, value] of answer.set) parts.push(part(labelled(`set.${name}`), value))
  for (const [row, fields] of answer.rows)
    for (const [name, value] of fields) parts.push(part(labelled(`row.${row.replace('/', '.')}.${name}`), value))
  for (const row of answer.drops) {
    // the first box of the entry names it; without its value the entry is gone
    const box = allBoxes().find(each => each.name.startsWith(`row.${row.replace('/', '.')}.`) && now(each) !== '')
    if (box !== undefined) parts.push(part(lineOf(box), null))
  }
  return `[form]\n${packet.form} ${packet.id} ${packet.language}\n\n${parts.join('')}[end]\n`
}

/** Null where the answer is too long for a link. */
export function mailLink(answer: Answer): string | null {
  const subject = encodeURIComponent(say('mail-subject', { packet: shortId }))
  const body = encodeURIComponent(mailText(answer).replace(/\n/g, '\r\n'))
  const link = `mailto:${packet.mail}?subject=${subject}&body=${body}`
  return link.length > linkMost ? null : link
}
