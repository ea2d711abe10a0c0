// The case of a packet, from version 2 on: why it comes now, where the record stands, and what happened before. For reading only:
// nothing of it is ever merged.

import { list, type SexpList, type SexpNode } from '../sexp/sexp.ts'
import { notValid, Parts } from '../sexp/tagged-lists.ts'

/** What a list holds, by name: a text or a whole number; with "?" it may be absent. */
type Shape = Readonly<Record<string, 'text' | 'number' | 'text?' | 'number?'>>
type ValueOf<Kind> = Kind extends 'text' | 'text?' ? string : number
type Required<Of extends Shape> = { [Name in keyof Of as Of[Name] extends 'text' | 'number' ? Name : never]: Name }
type Optional<Of extends Shape> = { [Name in keyof Of as Of[Name] extends 'text' | 'number' ? never : Name]: Name }
type Entry<Of extends Shape> = { readonly [Name in keyof Required<Of>]: ValueOf<Of[Name & keyof Of]> } & {
  readonly [Name in keyof Optional<Of>]?: ValueOf<Of[Name & keyof Of]>
}

const shapes = {
  /** Who asks. `why`: the reason in the sender's own words. */
  head: { name: 'text', place: 'text?', sender: 'text', 'sender-phone': 'text?', why: 'text?' },
  /** A task of the recipient's that is open. Days are YYYY-MM-DD, here and below. */
  task: { text: 'text', due: 'text?' },
  /** A next step that was promised and is not done. */
  promise: { text: 'text', due: 'text?', made: 'text?' },
  /** A stage of a process. `state`: done, now or next; `days` so far, `planned` days; the first of both is of the day of issue. */
  stage: { name: 'text', state: 'text', entered: 'text?', days: 'number?', planned: 'number?' },
  /** An earlier contact. `kind` and `outcome` are words of their lists; `by`: you, colleague or office. */
  contact: { date: 'text', kind: 'text', outcome: 'text?', by: 'text?', text: 'text?' },
  /** A number or address of the record that is in doubt. `state`: reported-wrong or came-back; `date`: the day on which that was heard. */
  trouble: { value: 'text', state: 'text', date: 'text' },
  /** Another record that belongs to this one. */
  relation: { name: 'text', kind: 'text', since: 'text?', phone: 'text?' },
  deal: { id: 'text', name: 'text', stage: 'text?', amount: 'text?', expected: 'text?' },
  ticket: { id: 'text', name: 'text', priority: 'text?', stage: 'text?', opened: 'text?' },
  /** A file of the record. `data`: its bytes in base64; absent where it is too large to travel. */
  file: { name: 'text', type: 'text', size: 'number', data: 'text?' },
} as const satisfies Readonly<Record<string, Shape>>

export type CaseStage = Entry<(typeof shapes)['stage']>
export type CaseContact = Entry<(typeof shapes)['contact']>
export type CasePromise = Entry<(typeof shapes)['promise']>
export type CaseFile = Entry<(typeof shapes)['file']>

export interface PacketCase extends Entry<(typeof shapes)['head']> {
  readonly tasks: readonly Entry<(typeof shapes)['task']>[]
  readonly promises: readonly CasePromise[]
  /** Each process that the record is in, with its stages in order. */
  readonly processes: readonly { readonly name: string; readonly stages: readonly CaseStage[] }[]
  /** The newest first. */
  readonly contacts: readonly CaseContact[]
  /** Absent where nothing is in doubt. */
  readonly troubles?: readonly Entry<(typeof shapes)['trouble']>[]
  readonly relations: readonly Entry<(typeof shapes)['relation']>[]
  readonly deals: readonly Entry<(typeof shapes)['deal']>[]
  readonly tickets: readonly Entry<(typeof shapes)['ticket']>[]
  readonly files: readonly CaseFile[]
}

/** `(case ...)`. @throws Problem sexp/not-sx1 when it is printed, for a value that SX1 cannot carry. */
export function caseList(of: PacketCase): SexpList {
  return list(
    'case',
    ...entryList('head', shapes.head, { ...of }).items,
    ...of.tasks.map(each => entryList('task', shapes.task, each)),
    ...of.promises.map(each => entryList('promise', shapes.promise, each)),
    ...of.processes.map(({ name, stages }) =>
      list('process', list('name', name), ...stages.map(each => entryList('stage', shapes.stage, each))),
    ),
    ...of.contacts.map(each => entryList('contact', shapes.contact, each)),
    ...(of.troubles ?? []).map(each => entryList('trouble', shapes.trouble, each)),
    ...of.relations.map(each => entryList('relation', shapes.relation, each)),
    ...of.deals.map(each => entryList('deal', shapes.deal, each)),
    ...of.tickets.map(each => entryList('ticket', shapes.ticket, each)),
    ...of.files.map(each => entryList('file', shapes.file, each)),
  )
}

/** @throws Problem record/not-valid. */
export function readCase(tree: SexpList): PacketCase {
  const several = ['task', 'promise', 'process', 'contact', 'trouble', 'relation', 'deal', 'ticket', 'file']
  const parts = new Parts(tree, Object.keys(shapes.head), several)
  const all = <Of extends Shape>(tag: string, shape: Of) => parts.all(tag).map(each => entryOf(each, shape))
  const troubles = all('trouble', shapes.trouble)
  const head = tree.items.filter(item => !(typeof item === 'object' && 'tag' in item && several.includes(item.tag)))
  return {
    ...entryOf({ tag: 'case', items: head }, shapes.head),
    tasks: all('task', shapes.task),
    promises: all('promise', shapes.promise),
    processes: parts.all('process').map(each => {
      const process = new Parts(each, ['name'], ['stage'])
      const stages = process.all('stage').map(stage => entryOf(stage, shapes.stage))
      if (stages.some(({ state }) => !['done', 'now', 'next'].includes(state))) {
        throw notValid('(state ...) of a stage is not one of done, now, next')
      }
      return { name: process.string('name'), stages }
    }),
    contacts: all('contact', shapes.contact),
    ...(troubles.length === 0 ? {} : { troubles }),
    relations: all('relation', shapes.relation),
    deals: all('deal', shapes.deal),
    tickets: all('ticket', shapes.ticket),
    files: all('file', shapes.file),
  }
}

function entryList<Of extends Shape>(tag: string, shape: Of, entry: Readonly<Record<string, unknown>>): SexpList {
  const parts = Object.keys(shape).flatMap((name): SexpNode[] => {
    const value = entry[name]
    return typeof value === 'string' || typeof value === 'number' ? [list(name, value)] : []
  })
  return list(tag, ...parts)
}

function entryOf<Of extends Shape>(tree: SexpList, shape: Of): Entry<Of> {
  const parts = new Parts(tree, Object.keys(shape))
  const values = Object.entries(shape).flatMap(([name, kind]) => {
    if (kind.endsWith('?') && parts.maybe(name) === undefined) return []
    const isText = kind.startsWith('text')
    return [[name, isText ? parts.string(name) : parts.integer(name, 0, Number.MAX_SAFE_INTEGER)] as const]
  })
  // the table says which names are there and of which type each is
  return Object.fromEntries(values) as Entry<Of>
}
