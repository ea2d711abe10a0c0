// The outcome file: what became of each slot of a reply. Names, outcomes and reasons from fixed lists; never a value.

import { limits } from '../limits.ts'
import { notValid, Parts, symbolName } from '../sexp/tagged-lists.ts'
import { isList, list, type SexpList, type SexpNode, symbol } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

const statuses = ['imported', 'partly-held', 'held', 'repeat', 'refused'] as const
const outcomes = ['applied', 'same', 'held', 'refused', 'superseded', 'untouched'] as const

const slotTags: readonly SlotOutcome['kind'][] = ['field', 'row', 'report', 'report-field']

export interface SlotOutcome {
  readonly kind: 'field' | 'row' | 'report' | 'report-field'
  /** Field or collection; `report` for a report, its field for a value of it that stands apart. */
  readonly name: string
  readonly row?: string
  readonly outcome: (typeof outcomes)[number]
  readonly reason?: string
}

export interface Outcome {
  readonly version: 1
  readonly reply: string
  readonly packet: string
  readonly epoch: number
  readonly status: (typeof statuses)[number]
  readonly slots: readonly SlotOutcome[]
}

export function printOutcome(outcome: Outcome): string {
  return printSexp(
    list(
      'satchel-outcome',
      list('version', outcome.version),
      list('reply', outcome.reply),
      list('packet', outcome.packet),
      list('epoch', outcome.epoch),
      list('status', symbol(outcome.status)),
      ...outcome.slots.map(printSlot),
    ),
  )
}

/** A name outside the form came as a symbol of the reply file, so it can be said back as one. */
function printSlot(slot: SlotOutcome): SexpList {
  const became = [symbol(slot.outcome), ...(slot.reason === undefined ? [] : [symbol(slot.reason)])]
  if (slot.kind === 'report') return list('report', ...became)
  if (slot.kind === 'report-field') return list('report-field', symbol(slot.name), ...became)
  if (slot.kind === 'row') return list('row', symbol(slot.name), slot.row ?? '', ...became)
  return list('field', symbol(slot.name), ...became)
}

/** @throws Problem of SX1, record/not-valid. */
export function parseOutcome(text: string): Outcome {
  const tree = parseSexp(text, { maxBytes: limits.replyBytes })
  if (tree.tag !== 'satchel-outcome') throw notValid('This is not an outcome file')
  const parts = new Parts(tree, ['version', 'reply', 'packet', 'epoch', 'status'], slotTags)
  parts.integer('version', 1, 1)
  return {
    version: 1,
    reply: parts.string('reply'),
    packet: parts.string('packet'),
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    status: parts.symbol('status', statuses),
    slots: tree.items
      .filter(isList)
      .filter(item => slotTags.some(tag => tag === item.tag))
      .map(parseSlot),
  }
}

function parseSlot(tree: SexpList): SlotOutcome {
  const items = [...tree.items]
  const name = tree.tag === 'report' ? 'report' : symbolName(items.shift())
  const row: SexpNode | undefined = tree.tag === 'row' ? items.shift() : undefined
  const [outcome, reason] = items.map(symbolName)
  const known = outcomes.find(word => word === outcome)
  if (
    name === undefined ||
    known === undefined ||
    items.length > 2 ||
    (tree.tag === 'row' && typeof row !== 'string')
  ) {
    throw notValid(`(${tree.tag} ...) is not a slot and its outcome`)
  }
  if (items.length === 2 && reason === undefined) throw notValid(`(${tree.tag} ...) has a reason that is no symbol`)
  return {
    kind: slotTags.find(tag => tag === tree.tag) ?? 'field',
    name,
    ...(typeof row === 'string' ? { row } : {}),
    outcome: known,
    ...(reason === undefined ? {} : { reason }),
  }
}
