// A table of the pages: which fields each keeps, which it requires, which token authorises it. The core judges the
// rest.

import { looksLikeAddress } from '@satchel/protocol/mail-address'
import { foldToken, newToken } from '@satchel/protocol/messages/token'
import type { Submission } from '@satchel/protocol/messages/submission'
import { notForm } from '../http/body.ts'
import { intakeLimits } from '../limits.ts'
import type { Posted, PostedField } from './posted-fields.ts'
import { problem } from '../problems.ts'
import type { AskReason } from './ask-again.ts'

export type Kind = Submission['kind']

interface KindRule {
  readonly takesFiles: boolean
  /** The body may be a whole file. */
  readonly wholeFiles: boolean
  /** Sent by a page of ours, that says when it was shown and has a field that only programs fill in. */
  readonly guarded: boolean
  /**
   * A secret that only the sender of this post, or the page that it was posted from, can know; undefined where there is none.
   * Only with it the same post is a repeat: a receipt is never given to somebody else, nor tells them what was posted before.
   */
  secret(fields: readonly PostedField[]): string | undefined
  /** The field that a person has to correct; null where there is none. @throws Problem request/... for what cannot be meant. */
  check(posted: Pick<Posted, 'fields' | 'files'>): Exclude<AskReason, 'press' | 'work'> | null
}

/**
 * Name of the field that nobody sees, of the moment at which a page was made, of the key that it alone has, and of that key once more in a
 * page that was shown again.
 */
export const guardFields = { trap: 'website', shown: 'shown', key: 'page-key', again: 'again' } as const

/** A number in each page, so that a double click is one post: 130 random bits, made anew each time it is shown. */
export const newPageKey = newToken

const { emailLength, phoneDigits } = intakeLimits
const page = { takesFiles: false, wholeFiles: false, guarded: false, secret: () => undefined }
const secretOfPage = (fields: readonly PostedField[]) => foldToken(fieldOf(fields, guardFields.key)) ?? undefined

export const kindRules: Readonly<Record<Kind, KindRule>> = {
  reply: { ...page, takesFiles: true, wholeFiles: true, secret: secretOfReply, check: checkReply },
  'form-request': { ...page, guarded: true, secret: secretOfPage, check: ({ fields }) => wrongAddress(fields) },
  unsubscribe: {
    ...page,
    check({ fields }) {
      if (fieldOf(fields, 'token') === '' && wrongAddress(fields) !== null) return 'address'
      return fieldOf(fields, 'some') !== '' && fieldOf(fields, 'purpose') === '' ? 'purpose' : null
    },
  },
  inquiry: {
    ...page,
    takesFiles: true,
    guarded: true,
    secret: secretOfPage,
    check({ fields }) {
      if (fieldOf(fields, 'message') === '') return 'message'
      return ['email', 'phone', 'reach'].some(name => isReach(fieldOf(fields, name))) ? null : 'reach'
    },
  },
}

/** First value of a field, trimmed; some mail programs put `x_` before each name. Empty where there is none. */
export function fieldOf(fields: readonly PostedField[], name: string): string {
  return fields.find(([posted]) => posted === name || posted === `x_${name}`)?.[1].trim() ?? ''
}

/** The token of the letter that is answered, or a seal, which comes out another each time. */
function secretOfReply(fields: readonly PostedField[]): string | undefined {
  const sealed = fieldOf(fields, 'sealed')
  return foldToken(tokenIn(fields) ?? '') ?? (sealed === '' ? undefined : sealed)
}

const isAddress = (text: string): boolean => text.length <= emailLength && looksLikeAddress(text)

const wrongAddress = (fields: readonly PostedField[]): 'address' | null =>
  isAddress(fieldOf(fields, 'email')) ? null : 'address'

/** Whether an answer can go there: an e-mail address, or a text with the digits of a telephone number. */
const isReach = (text: string): boolean => isAddress(text) || (text.match(/\p{Nd}/gu) ?? []).length >= phoneDigits

/** Ticks count for the button below them alone: the one that stops everything stops everything. */
export const chosenPurposes = (fields: readonly PostedField[]): readonly PostedField[] =>
  fields.filter(([name]) => name !== 'some' && (name !== 'purpose' || fieldOf(fields, 'some') !== ''))

/** One field takes either: it is sealed under the name of what it is, as the core reads it. */
export const namedReach = (fields: readonly PostedField[]): readonly PostedField[] =>
  fields.map(([name, value]) => (name === 'reach' ? [value.includes('@') ? 'email' : 'phone', value] : [name, value]))

function checkReply({ fields, files }: Pick<Posted, 'fields' | 'files'>): null {
  if (fields.length + files.length === 0) throw notForm('is empty')
  if (files.length === 0 && fields.every(([, value]) => value.trim() === '')) {
    throw problem('request/empty', 'All values of the posted form are empty.')
  }
  return null
}

/**
 * Whether a program may have filled in a page of ours: its trap is filled, or it came sooner than most people type. A browser that fills
 * in forms by itself does both; so the page is shown again, and its button pressed a second time is enough.
 * @throws Problem request/not-form.
 */
export function isSuspect(fields: readonly PostedField[], now: Date): boolean {
  const [key, again] = [fieldOf(fields, guardFields.key), fieldOf(fields, guardFields.again)]
  if (again !== '' && again === key) return false
  if (fieldOf(fields, guardFields.trap) !== '') return true
  const shown = fieldOf(fields, guardFields.shown)
  if (!/^[0-9]{10,11}$/.test(shown)) throw notForm('does not say when its page was shown')
  const seconds = now.getTime() / 1000 - Number(shown)
  // another process's clock may be a little ahead; then nothing can be said
  return seconds >= 0 && seconds < intakeLimits.fillSeconds
}

/** Name of the field with the answer to a challenge: no part of what is stored. */
export const workField = 'work'

export const withoutWork = (fields: readonly PostedField[]): readonly PostedField[] =>
  fields.filter(([name]) => name !== workField)

/** Without what only guards the page. */
export function withoutGuards(fields: readonly PostedField[]): readonly PostedField[] {
  const names: readonly string[] = Object.values(guardFields)
  return fields.filter(([name]) => !names.includes(name))
}

/** The token that a post names: a field, or in the file that it is. Undefined: none. */
export function tokenIn(fields: readonly PostedField[]): string | undefined {
  const named = fieldOf(fields, 'token')
  if (named !== '') return named
  const body = fieldOf(fields, 'body')
  const found =
    /\(token[ \n]+"([^"]{26,80})"\)/.exec(body) ??
    /^[> \t]*\[token\][> \t\r\n]*([0-9A-Za-z][0-9A-Za-z -]{25,79})$/m.exec(body)
  return found?.[1]
}
