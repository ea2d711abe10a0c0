// The kinds of letters that people may stop one by one, with their words by language: the core leaves them with an intake, whose page
// offers them. Nobody's data.

import { notValid, Parts } from '../sexp/tagged-lists.ts'
import { isList, list, type SexpList } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'
import { pullLimits } from './pull-limits.ts'

export interface Purpose {
  /** Word of the list of purposes. */
  readonly name: string
  /** By language; English always. */
  readonly labels: ReadonlyMap<string, string>
}

export const purposeLimits = {
  /** A page with more is no choice any more. */
  purposes: 30,
  labelLength: 200,
} as const

const word = /^[a-z][a-z0-9-]{0,31}$/
const language = /^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/

export interface PurposeList {
  readonly epoch: number
  readonly run: number
  readonly purposes: readonly Purpose[]
}

/** A purpose that does not fit is left out: an intake is no place to refuse an office's words. */
export function printPurposes({ epoch, run, purposes }: PurposeList): string {
  const fit = purposes.filter(({ name, labels }) => word.test(name) && labels.has('en'))
  const listed = fit.slice(0, purposeLimits.purposes).map(printPurpose)
  return printSexp(list('satchel-purposes', list('version', 1), list('epoch', epoch), list('run', run), ...listed))
}

function printPurpose({ name, labels }: Purpose): SexpList {
  const said = [...labels].filter(([code]) => language.test(code))
  return list(
    'purpose',
    name,
    ...said.map(([code, label]) => list('label', code, label.slice(0, purposeLimits.labelLength))),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parsePurposes(text: string): PurposeList {
  const tree = parseSexp(text, { maxBytes: pullLimits.fileBytes })
  if (tree.tag !== 'satchel-purposes') throw notValid('This is not a list of purposes')
  const parts = new Parts(tree, ['version', 'epoch', 'run'], ['purpose'])
  parts.integer('version', 1, 1)
  const purposes = parts.all('purpose').map(parsePurpose)
  if (purposes.length > purposeLimits.purposes)
    throw notValid(`A list has more than ${purposeLimits.purposes} purposes`)
  if (new Set(purposes.map(({ name }) => name)).size !== purposes.length) throw notValid('A purpose is there twice')
  return {
    epoch: parts.integer('epoch', 1, Number.MAX_SAFE_INTEGER),
    run: parts.integer('run', 1, Number.MAX_SAFE_INTEGER),
    purposes,
  }
}

function parsePurpose(tree: SexpList): Purpose {
  const [name, ...rest] = tree.items
  if (typeof name !== 'string' || !word.test(name)) throw notValid('(purpose ...) has no name')
  const labels = new Map(
    rest.map(item => {
      if (!isList(item) || item.tag !== 'label') throw notValid('(purpose ...) holds something that is no label')
      const [code, text, ...more] = item.items
      if (typeof code !== 'string' || !language.test(code) || typeof text !== 'string' || more.length > 0) {
        throw notValid('(label ...) is no language and its words')
      }
      if (text === '' || text.length > purposeLimits.labelLength || /\p{Cc}/u.test(text)) {
        throw notValid(`(label ...) is no text of 1 to ${purposeLimits.labelLength} characters`)
      }
      return [code, text] as const
    }),
  )
  if (labels.size !== rest.length || !labels.has('en'))
    throw notValid('(purpose ...) has a language twice, or no English')
  return { name, labels }
}
