// The line below [form]: which form, which packet, in which language; and whether a link opened the draft that it stands in.

import { foldWords } from '../clean-text/text-form-clean.ts'
import { problem } from '../problems.ts'
import type { Section } from './text-form-sections.ts'

/** `call-report 1 7QK2-M9XA-3F0T en`: form, version, packet, the language where it is given, and "link" where a link made it. */
export function readHeader(sections: readonly Section[]) {
  const section = sections[0]
  // it may be broken in two, and a gateway may have put something below it: the most lines that make one
  const texts = (section?.lines ?? []).map(({ text }) => text).filter(text => text.trim() !== '')
  const match = [4, 3, 2, 1].map(count => matchHeader(texts.slice(0, count).join(' '))).find(found => found !== null)
  if (!match)
    throw problem(
      'text-form/bad-header',
      `Line ${section?.line ?? 1}: below [form] there is no form, version and packet.`,
      {
        hint: 'keep the line below [form] as it was in the letter',
        details: { line: section?.line ?? 1 },
      },
    )
  const [, name = '', version = '', packet = '', language = 'en', link] = match
  return {
    form: { name, version: Number(version) },
    packet: packet.toUpperCase(),
    language,
    isLink: link !== undefined,
  }
}

function matchHeader(text: string) {
  return /^([a-z][a-z0-9-]{0,63}) ([1-9][0-9]{0,8}) ([a-z0-9-]{4,40})(?: ([a-z]{2,3}(?:-[a-z0-9]{1,8})*)(?: (link))?)?$/u.exec(
    foldWords(text),
  )
}
