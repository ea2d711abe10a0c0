// The letter with a person's own form: the two answers that need one tap, what is on file, then how to correct it.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { Organization } from '../html/html-form.ts'
import { ownFormView, ownTitle } from '../html/own-form.ts'
import { labelled, say, type Words } from '../words/form-words.ts'
import type { FormDefinition } from '../definition/definition.ts'
import { ownLinks } from './answer-links.ts'
import { linkedAddress } from './case-blocks.ts'
import type { Fact, LetterBlock } from './letter-blocks.ts'
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
  /** Only the page answers: nothing here asks for an answer that could be read on its way, and nothing on file is told. */
  readonly isSealed: boolean
}

export function ownBlocks(letter: OwnLetter): readonly LetterBlock[] {
  const { packet, words, org, files, form, unsubscribe, hasLinks, isSealed } = letter
  const inForm = hasLinks ? ({ only: 'text' } as const) : {}
  const date = letterDay(packet.expires, packet.issued, words.language)
  return [
    { is: 'name', text: isSealed ? say(words, 'own-title-nameless') : ownTitle(letter.def, packet, words) },
    line(say(words, 'letter-self', { org: orgName(org), date })),
    ...(isSealed ? [line(say(words, 'letter-self-sealed', { file: files.page }))] : wayBlocks(letter)),
    line(say(words, 'letter-self-after')),
    { ...line(say(words, 'letter-private')), small: true },
    ...(unsubscribe === undefined ? [] : stopBlocks(words, unsubscribe)),
    ...(isSealed ? [] : [{ is: 'form' as const, text: form, ...inForm }]),
  ]
}

/** How to answer: at once, by the page, by mail, without a network. */
function wayBlocks(letter: OwnLetter): readonly LetterBlock[] {
  const { packet, words, files, hasLinks } = letter
  const inText = hasLinks ? ({ only: 'text' } as const) : {}
  return [
    ...(hasLinks ? linkBlocks(letter) : []),
    { ...line(say(words, 'letter-own-lines')), ...inText },
    ...(hasLinks ? fileBlocks(letter) : []),
    { is: 'heading', text: say(words, 'own-changed') },
    ...(packet.replyTo.web === undefined ? [] : [line(say(words, 'letter-own-page', { file: files.page }))]),
    { ...line(say(words, 'letter-self-text')), ...inText },
    line(say(words, 'letter-self-files', { file: files.text })),
  ]
}

const line = (text: string) => ({ is: 'line', line: [text] }) as const

function linkBlocks({ def, packet, words }: OwnLetter): readonly LetterBlock[] {
  const buttons = ownLinks(def, packet, words).map(
    (link, at) => ({ is: 'button', ...link, quiet: at > 0, only: 'html' }) as const,
  )
  return [...buttons, { ...line(say(words, 'letter-own-links')), only: 'html' }]
}

/** What is on file, for who sees no form in the letter: in plain text the form shows it. */
function fileBlocks({ def, packet, words }: OwnLetter): readonly LetterBlock[] {
  const { sections, asks } = ownFormView(def, packet, words, '')
  const rows = sections.flatMap(section => section.rows).filter(({ isAdd }) => !isAdd)
  const facts: readonly Fact[] = [
    ...rows.map(({ what, is }) => ({ label: labelled(words, what), value: [{ text: is }] })),
    ...asks.map(({ purpose, choices }) => ({
      label: labelled(words, purpose),
      value: [choices.find(({ isChosen }) => isChosen)?.word ?? say(words, 'page-nothing')],
    })),
  ]
  return [
    { is: 'heading', text: say(words, 'work-record'), only: 'html' },
    { is: 'facts', facts, only: 'html' },
  ]
}

/** In HTML a link of words; in plain text the addresses. */
function stopBlocks(words: Words, { mail, url }: NonNullable<OwnLetter['unsubscribe']>): readonly LetterBlock[] {
  const inText =
    url === undefined ? say(words, 'letter-self-stop', { mail }) : say(words, 'letter-self-stop-web', { mail, url })
  const link = { text: say(words, 'letter-self-none'), href: url ?? `mailto:${linkedAddress(mail)}` }
  return [
    { ...line(inText), only: 'text' },
    { is: 'line', line: [link], small: true, only: 'html' },
  ]
}
