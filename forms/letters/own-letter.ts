// The letter with a person's own form: the page first, which needs no explanation of labels.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { Organization } from '../html/html-form.ts'
import { say, type Words } from '../words/form-words.ts'
import type { FormDefinition } from '../definition/definition.ts'
import { ownLinks } from './answer-links.ts'
import type { LetterBlock } from './letter-blocks.ts'
import { letterDay } from './letter-dates.ts'
import { orgName } from './letter-parts.ts'

interface OwnLetter {
  readonly def: FormDefinition
  readonly packet: Packet
  readonly words: Words
  readonly org: Organization
  readonly files: { readonly text: string; readonly page: string }
  /** The whole text form. */
  readonly form: string
  /** Where the reader can say that they want no more letters: an address, and a page where there is one. */
  readonly unsubscribe?: { readonly mail: string; readonly url?: string }
  /** Whether an answer is one tap away; the form stands in plain text alone then. */
  readonly hasLinks: boolean
  /** Only the page answers: nothing here asks for an answer that could be read on its way. */
  readonly isSealed: boolean
}

export function ownBlocks(letter: OwnLetter): readonly LetterBlock[] {
  const { packet, words, org, files, form, unsubscribe, hasLinks, isSealed } = letter
  const inForm = hasLinks ? ({ only: 'text' } as const) : {}
  const until = say(words, 'letter-expires', { date: letterDay(packet.expires, packet.issued, words.language) })
  return [
    line(say(words, 'letter-greeting')),
    line(say(words, 'letter-self', { org: orgName(org) })),
    ...(isSealed ? [line(say(words, 'letter-self-sealed', { file: files.page }))] : wayBlocks(letter)),
    line(say(words, 'letter-self-after')),
    line(`${until} ${say(words, 'letter-private')}`),
    ...(unsubscribe === undefined ? [] : [line(stopLine(words, unsubscribe))]),
    ...(isSealed ? [] : [{ is: 'form' as const, text: form, ...inForm }]),
  ]
}

/** How to answer: by the page, by links, by mail, without a network. */
function wayBlocks(letter: OwnLetter): readonly LetterBlock[] {
  const { packet, words, files, hasLinks } = letter
  const { mail, web } = packet.replyTo
  return [
    ...(web === undefined ? [] : [line(say(words, 'letter-self-page', { file: files.page }))]),
    ...(hasLinks ? linkBlocks(letter) : []),
    { ...line(say(words, 'letter-self-text')), ...(hasLinks ? ({ only: 'text' } as const) : {}) },
    line(say(words, 'letter-self-files', { file: files.text, mail })),
  ]
}

const line = (text: string): LetterBlock => ({ is: 'line', line: [text] })

const linkBlocks = ({ def, packet, words }: OwnLetter): readonly LetterBlock[] => [
  { ...line(say(words, 'letter-own-links')), only: 'html' },
  { is: 'choices', choices: ownLinks(def, packet, words), only: 'html' },
]

function stopLine(words: Words, { mail, url }: NonNullable<OwnLetter['unsubscribe']>): string {
  return url === undefined
    ? say(words, 'letter-self-stop', { mail })
    : say(words, 'letter-self-stop-web', { mail, url })
}
