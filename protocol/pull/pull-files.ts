// Files that core and intake exchange over the private listener or a folder: a listing of items, and the lists of names
// that are settled or forgotten. Names are hashes, checked here; they are never used as paths elsewhere.

import { pullLimits } from './pull-limits.ts'
import { moment, notValid, Parts, symbolName } from '../sexp/tagged-lists.ts'
import { isList, list, type SexpList, type SexpNode, symbol } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'
import { extensions, pools } from '../spool/spool-layout.ts'

/** Where a listed item lies: a pool of new/, or done/, whose items have lost their pool. */
export const listedPools = [...pools, 'done'] as const

export interface ListedItem {
  readonly pool: (typeof listedPools)[number]
  /** SHA-256 of its bytes, as whoever lists it says. */
  readonly name: string
  readonly extension: (typeof extensions)[number]
  /** Bytes, as whoever lists it says. */
  readonly size: number
}

export interface Listing {
  readonly items: readonly ListedItem[]
  /** Ask again after this name; null: that was all. */
  readonly next: string | null
}

export interface NameList {
  /** settle: their final state is reached, they go to done/. forget: removed at once, from done/ too. */
  readonly kind: 'settle' | 'forget'
  readonly epoch: number
  readonly run: number
  readonly names: readonly string[]
  /** With settle: days of done/ that ended before this are in a backup of the core. */
  readonly backedUpThrough?: string
}

const isName = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

/** @throws TypeError for more items than a listing may hold. */
export function printListing(listing: Listing): string {
  if (listing.items.length > pullLimits.names) throw new TypeError('more items than a listing holds')
  const items = listing.items.map(item => list('item', symbol(item.pool), item.name, item.extension, item.size))
  return printSexp(
    list(
      'satchel-listing',
      list('version', 1),
      list('items', ...items),
      ...(listing.next === null ? [] : [list('next', listing.next)]),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. Sizes and the order of names are for the reader to judge. */
export function parseListing(text: string): Listing {
  const tree = parseSexp(text, { maxBytes: pullLimits.fileBytes })
  if (tree.tag !== 'satchel-listing') throw notValid('This is not a listing')
  const parts = new Parts(tree, ['version', 'items', 'next'])
  parts.integer('version', 1, 1)
  const items = bounded(parts.one('items')).map(itemOf)
  const next = parts.maybe('next') === undefined ? null : parts.string('next')
  if (next !== null && !isName(next)) throw notValid('(next ...) is not the name of an item')
  return { items, next }
}

function bounded(tree: SexpList): readonly SexpNode[] {
  if (tree.items.length > pullLimits.names) throw notValid(`(${tree.tag} ...) holds more than ${pullLimits.names}`)
  return tree.items
}

function itemOf(node: SexpNode): ListedItem {
  const [where, name, kind, size, ...rest] = isList(node) && node.tag === 'item' ? node.items : []
  const pool = listedPools.find(each => each === symbolName(where))
  const extension = extensions.find(each => each === kind)
  const isWhole = pool !== undefined && extension !== undefined && isName(name) && rest.length === 0
  if (!isWhole || typeof size !== 'number' || size < 0) throw notValid('(items ...) holds something that is no item')
  return { pool, name, extension, size }
}

/** @throws TypeError for more names than a list may hold. */
export function printNameList(given: NameList): string {
  if (given.names.length > pullLimits.names) throw new TypeError('more names than a list holds')
  return printSexp(
    list(
      `satchel-${given.kind}`,
      list('version', 1),
      list('epoch', given.epoch),
      list('run', given.run),
      list('names', ...given.names),
      ...(given.backedUpThrough === undefined ? [] : [list('backed-up-through', given.backedUpThrough)]),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseNameList(text: string): NameList {
  const tree = parseSexp(text, { maxBytes: pullLimits.fileBytes })
  const kind = (['settle', 'forget'] as const).find(each => tree.tag === `satchel-${each}`)
  if (kind === undefined) throw notValid('This is neither a settle nor a forget file')
  const parts = new Parts(tree, [
    'version',
    'epoch',
    'run',
    'names',
    ...(kind === 'settle' ? ['backed-up-through'] : []),
  ])
  parts.integer('version', 1, 1)
  const names = bounded(parts.one('names'))
  if (!names.every(isName)) throw notValid('(names ...) holds something that is not the name of an item')
  const mark = parts.maybe('backed-up-through')
  return {
    kind,
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    run: parts.integer('run', 1, Number.MAX_SAFE_INTEGER),
    names,
    ...(mark === undefined ? {} : { backedUpThrough: moment(parts.string('backed-up-through'), 'backed-up-through') }),
  }
}
