// The list of outcomes that the core leaves with an intake, over the listener or in a folder: what became of items, by receipt, each
// signed for itself, so that the holder of a receipt can verify the one that is theirs.

import { pullLimits } from './pull-limits.ts'
import { parseReceiptState, type ReceiptState } from '../messages/receipt-state.ts'
import { notValid, Parts } from '../sexp/tagged-lists.ts'
import { isList, list, type SexpNode } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

export interface SignedOutcome {
  /** Exact text that is signed. */
  readonly text: string
  /** Ed25519 over it, base64, one line without its end. */
  readonly signature: string
}

export interface OutcomeList {
  readonly epoch: number
  readonly run: number
  readonly outcomes: readonly SignedOutcome[]
}

/** With what its text says. */
export interface ReadOutcome extends SignedOutcome {
  readonly told: ReceiptState
}

/** @throws TypeError for more than a list may hold. */
export function printOutcomeList({ epoch, run, outcomes }: OutcomeList): string {
  if (outcomes.length > pullLimits.outcomes) throw new TypeError('more outcomes than a list holds')
  const printed = outcomes.map(({ text, signature }) => list('outcome', text, signature))
  return printSexp(
    list('satchel-outcomes', list('version', 1), list('epoch', epoch), list('run', run), list('outcomes', ...printed)),
  )
}

/** @throws Problem of SX1, record/not-valid. Their signatures are for whoever holds a receipt. */
export function parseOutcomeList(
  text: string,
): Omit<OutcomeList, 'outcomes'> & { readonly outcomes: readonly ReadOutcome[] } {
  const tree = parseSexp(text, { maxBytes: pullLimits.fileBytes })
  if (tree.tag !== 'satchel-outcomes') throw notValid('This is not a list of outcomes')
  const parts = new Parts(tree, ['version', 'epoch', 'run', 'outcomes'])
  parts.integer('version', 1, 1)
  const { items } = parts.one('outcomes')
  if (items.length > pullLimits.outcomes) throw notValid(`(outcomes ...) holds more than ${pullLimits.outcomes}`)
  return {
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    run: parts.integer('run', 1, Number.MAX_SAFE_INTEGER),
    outcomes: items.map(outcomeOf),
  }
}

function outcomeOf(node: SexpNode): ReadOutcome {
  const [text, signature, ...rest] = isList(node) && node.tag === 'outcome' ? node.items : []
  const isWhole = typeof text === 'string' && typeof signature === 'string' && rest.length === 0
  if (!isWhole || !/^[A-Za-z0-9+/]{85}[AQgw]==$/.test(signature))
    throw notValid('(outcomes ...) holds something that is no outcome')
  return { text, signature, told: parseReceiptState(text) }
}
