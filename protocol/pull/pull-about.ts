// An intake's report about itself to the core: how much waits, since when, and how much room is left. No item, no name.

import { pullLimits } from './pull-limits.ts'
import { moment, notValid, Parts } from '../sexp/tagged-lists.ts'
import { list, type SexpList } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'
import { pools } from '../spool/spool-layout.ts'

/** Where items of an intake lie, counted apart. */
export const aboutPlaces = [...pools, 'bad', 'done'] as const

export interface IntakeAbout {
  /** Public half of the key that signs receipts, SPKI in base64; null where there is none yet. */
  readonly receiptKey: string | null
  readonly counts: Readonly<Record<(typeof aboutPlaces)[number], number>>
  /** When the oldest waiting item came, to ten minutes; null: none waits. */
  readonly oldest: string | null
  /** On the disk of the spool. */
  readonly freeBytes: number
  /** The newest outcome that it keeps; null: it keeps none. */
  readonly outcomes: { readonly epoch: number; readonly number: number } | null
}

export function printAbout(about: IntakeAbout): string {
  return printSexp(
    list(
      'satchel-about',
      list('version', 1),
      ...(about.receiptKey === null ? [] : [list('receipt-key', about.receiptKey)]),
      ...aboutPlaces.map(place => list(place, about.counts[place])),
      ...(about.oldest === null ? [] : [list('oldest', about.oldest)]),
      list('free', about.freeBytes),
      ...(about.outcomes === null ? [] : [list('outcomes', about.outcomes.epoch, about.outcomes.number)]),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseAbout(text: string): IntakeAbout {
  const tree = parseSexp(text, { maxBytes: pullLimits.fileBytes })
  if (tree.tag !== 'satchel-about') throw notValid('This is not what an intake says about itself')
  const parts = new Parts(tree, ['version', 'receipt-key', ...aboutPlaces, 'oldest', 'free', 'outcomes'])
  parts.integer('version', 1, 1)
  const count = (tag: string) => parts.integer(tag, 0, Number.MAX_SAFE_INTEGER)
  const receiptKey = parts.maybe('receipt-key') === undefined ? null : parts.string('receipt-key')
  if (receiptKey !== null && !/^[A-Za-z0-9+/]{40,398}={0,2}$/.test(receiptKey))
    throw notValid('(receipt-key ...) is no key')
  return {
    receiptKey,
    counts: {
      reply: count('reply'),
      unsubscribe: count('unsubscribe'),
      open: count('open'),
      bad: count('bad'),
      done: count('done'),
    },
    oldest: parts.maybe('oldest') === undefined ? null : moment(parts.string('oldest'), 'oldest'),
    freeBytes: count('free'),
    outcomes: parts.maybe('outcomes') === undefined ? null : newestOf(parts.one('outcomes')),
  }
}

function newestOf({ items }: SexpList): IntakeAbout['outcomes'] {
  const [epoch, number] = items
  const isWhole = typeof epoch === 'number' && typeof number === 'number' && items.length === 2
  if (!isWhole || epoch < 1 || number < 1) throw notValid('(outcomes ...) is no epoch and number')
  return { epoch, number }
}
