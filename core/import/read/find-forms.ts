// Every form that a text holds, and the act that they make together. Which token each means is prepared here; which copies count
// is for the database to say, which knows what their packets showed (choose_copies).

import { looksLikeTextForm, parseTextForms, type TextReply } from '@satchel/forms/text/text-form-parse'
import { Problem } from '@satchel/protocol/problem'
import { parseReply, type Reply } from '@satchel/protocol/messages/reply'
import { foldToken, tokenHash } from '@satchel/protocol/messages/token'
import type { FormCatalog } from '../../forms/form-catalog.ts'
import { problem } from '../../problems/problems.ts'
import type { Act, Copy, Fault, Hints, Kept, NamedFile } from './act.ts'
import { dataOfForm, dataOfReply, type ReplyData } from './reply-data.ts'

/** A form as it was read, with the token as it is written there; or what is wrong with it. */
export type Found =
  | {
      readonly reply: ReplyData
      readonly token: string
      /** Of a reply file: what it announces. */
      readonly files?: Reply['files']
      readonly proof?: Proof
      /** The text from the form on, where the words above it became the note of its report. */
      readonly rest?: string
      /** The sender asks to be called. */
      readonly callMe?: boolean
    }
  | { readonly fault: Problem; readonly packet: string | null; readonly token: string }

/** What is known of a text apart from what it says. */
export interface Proof {
  /** Fingerprint of the registered key that signed all of it. */
  readonly signer: string | null
  /** It was opened here: nobody on the way could read it, nor the token in it. */
  readonly sealed: boolean
}

export const noProof: Proof = { signer: null, sealed: false }

/** The words in a text that are its sender's own; null where nobody has to read them. */
type OwnWords = (text: string) => string | null

/**
 * The reply file or the text forms of a text; none where it is neither.
 * @param ownWords given for the text of a mail: what stands above a form that a link opened is the note of its report.
 */
export function findCopies(text: string, catalog: FormCatalog, ownWords?: OwnWords): readonly Found[] {
  try {
    if (/^\s*\(satchel-reply[\s)]/.test(text)) {
      const reply = parseReply(text)
      return [{ reply: dataOfReply(reply), token: reply.token, files: reply.files }]
    }
    if (!looksLikeTextForm(text)) return []
    return parseTextForms(text, (name, version) => catalog.find(name, version)).map(found =>
      'fault' in found ? found : { ...replyOf(found.form, catalog, ownWords), token: found.form.token },
    )
  } catch (error) {
    return [faultOf(error, text)]
  }
}

/** Forms of a text, with what proves them. */
export const provenCopies = (text: string, catalog: FormCatalog, proof: Proof, ownWords?: OwnWords): readonly Found[] =>
  findCopies(text, catalog, ownWords).map(found => ('reply' in found ? { ...found, proof } : found))

function replyOf(form: TextReply, catalog: FormCatalog, ownWords?: OwnWords) {
  const { packet, token, statements, quoted, link } = form
  const field = catalog.find(form.form.name, form.form.version)?.report.find(({ type }) => type === 'long-text')?.name
  const called = statements.callMe === true ? { callMe: true } : {}
  const words = link === undefined || field === undefined ? null : (ownWords?.(link.above) ?? null)
  const byLink = link === undefined ? {} : { link: true as const }
  if (link === undefined || field === undefined || words === null)
    return { reply: { ...dataOfForm(packet, token, statements, quoted), ...byLink }, ...called }
  const note = [words, statements.report?.get(field)].filter(part => part !== undefined).join('\n')
  const report = new Map([...(statements.report ?? []), [field, note]])
  const reply = { ...dataOfForm(packet, token, { ...statements, report }, quoted), ...byLink }
  return { reply, rest: link.rest, ...called }
}

/** The fault of a part of an item, in its place among the others. @throws errors that its sender cannot mend. */
export function faultOf(error: unknown, text = ''): Found {
  if (!(error instanceof Problem) || error.blame !== 'sender') throw error
  return {
    fault: error,
    packet: /\(packet "([0-9A-Za-z-]{1,40})"\)/.exec(text)?.[1] ?? null,
    token: /\(token "([0-9A-Za-z-]{1,60})"\)/.exec(text)?.[1] ?? '',
  }
}

interface Came {
  readonly evidence: 'weak' | 'strong'
  readonly received?: Date | null
  readonly files?: readonly NamedFile[]
  /** Tokens of the addresses that it came to. */
  readonly addressed?: readonly string[]
  /** See ReplyData. */
  readonly sender?: string | null
  readonly hints?: Hints
}

/** A wish to be called is an inquiry, with what was written beside it. */
export function withCall(
  found: readonly Found[],
  kept: Kept | undefined,
  { author, language }: { readonly author: string | null; readonly language: string | null },
): Kept | undefined {
  if (!found.some(one => 'reply' in one && one.callMe === true)) return kept
  const said = kept ?? { email: author, language, files: [], message: '' }
  return { ...said, call: true, message: ['Please call me.', said.message].filter(part => part !== '').join('\n\n') }
}

/** The act of an item, from all that was found in it. @throws Problem where nothing of it is a reply: the first fault. */
export function actOfCopies(found: readonly Found[], came: Came): Act {
  const { evidence, received = null, files = [], addressed = [], sender, hints } = came
  const read = found.filter(one => 'reply' in one)
  const faults: readonly Fault[] = found.flatMap(one =>
    'fault' in one ? [{ problem: one.fault, packet: one.packet }] : [],
  )
  const written = found.flatMap(one => foldToken(one.token) ?? [])
  const copies = read.map(({ reply, token, proof: { signer, sealed } = noProof }): Copy => {
    const tokens = meant(token, addressed, written).map(tokenHash)
    const proof = {
      ...(sender === undefined ? {} : { sender }),
      ...(signer === null ? {} : { signer }),
      ...(sealed ? { sealed: true as const } : {}),
    }
    return {
      reply: { ...reply, token: tokens[0] ?? reply.token, ...proof },
      tokens,
    }
  })
  const [first, ...more] = copies
  if (first === undefined) throw faults[0]?.problem ?? notReply()
  const told =
    hints === undefined
      ? {}
      : { hints: { ...hints, tokens: [...new Set([...hints.tokens, ...copies.flatMap(copy => copy.tokens)])] } }
  const way = { evidence, received, files, ...told }
  if (more.length === 0 && faults.length === 0 && first.tokens.length < 2)
    return { act: 'reply', reply: first.reply, ...way }
  return { act: 'copies', copies, faults, ...way }
}

/**
 * Tokens that may be meant, the likeliest first: the one that is written, where it is a whole one. Where it is none, or very like
 * one that came with the item by another way, it was damaged on the way, and that one is meant. One that is whole and unlike is
 * another packet's, whatever address it came to.
 */
function meant(token: string, addressed: readonly string[], written: readonly string[]): readonly string[] {
  const whole = foldToken(token)
  const others = [...new Set([...addressed, ...written])]
  if (whole === null) return others
  return [whole, ...others.filter(other => other !== whole && isLike(whole, other))]
}

/** Two tokens that were drawn at random differ in some 25 of their 26 places. */
const mostChanges = 4

/** Whether one of two texts becomes the other by few letters changed, lost or put in. */
function isLike(one: string, other: string): boolean {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [place, compared] of [...other].entries()) {
      const [left = 0, above = 0, before = 0] = [next[place], row[place + 1], row[place]]
      next.push(Math.min(left + 1, above + 1, before + (letter === compared ? 0 : 1)))
    }
    row = next
  }
  return (row.at(-1) ?? mostChanges + 1) <= mostChanges
}

export function notReply() {
  return problem('item/not-a-reply', 'The item is neither a reply file, nor a text form, nor a sealed reply.', {
    hint: 'answer by the form in the letter, or with a program that writes reply files',
  })
}
