// The result of a dispatch, in words: each that goes out, each that is left out or cannot go, and why; of many, how many to whom.

import type { DispatchedRecord } from '../../carriers/dispatched-record.ts'
import type { Io } from '../io.ts'

type Not = Extract<DispatchedRecord, { state: 'not-sent' }>
type Known = Exclude<DispatchedRecord, Not>

interface DispatchOptions {
  readonly dryRun?: boolean
  readonly out?: string
  readonly together?: boolean
  readonly print?: boolean
  readonly output?: string
}

/** More of one kind are counted, by whom they go to; --json has each. */
const mostLines = 30

const called = ({ record, name }: DispatchedRecord) => (name === null ? record : `${name} (${record})`)
const records = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`

/** @returns the exit code: 3 where something could not go out. */
export function sayDispatched(io: Io, options: DispatchOptions, dispatched: readonly DispatchedRecord[]): number {
  const isKnown = (one: DispatchedRecord): one is Known => one.state !== 'not-sent'
  const known = dispatched.filter(isKnown)
  const out = known.filter(({ state }) => state !== 'left-out')
  const left = known.filter(({ state }) => state === 'left-out')
  const not = dispatched.filter((one): one is Not => one.state === 'not-sent')
  sayOut(io, options, out)
  sayLeftOut(io, left)
  sayNotSent(io, not)
  if (options.dryRun === true) {
    const cannot = not.length === 0 ? '' : `, ${not.length} cannot`
    io.say(`${out.length} would go out, ${left.length} left out${cannot}. Nothing was sent.`)
  } else if (out.length > 0 && options.print === true)
    io.say(`Print ${options.output ?? ''}. satchel packet answer PACKET CODE types in what comes back on it.`)
  else if (out.length > 0 && options.out !== undefined)
    io.say('Answers come back by the inbox folder, by upload or by mail, and are acknowledged by mail.')
  else if (out.length > 0) io.say('satchel send puts the letters into the mailboxes.')
  return not.length > 0 ? 3 : 0
}

function sayOut(io: Io, { dryRun, out: place, together, print, output }: DispatchOptions, out: readonly Known[]): void {
  const folder = print === true ? output : place
  if (out.length > mostLines || together === true)
    for (const [to, some] of byRecipient(out)) {
      const letters = new Set(some.flatMap(({ letter }) => letter ?? [])).size
      const how =
        together !== true ? '' : letters === 1 ? ' in one letter' : ` in ${letters} letters: one would be too large`
      const done = dryRun === true ? 'Would send' : folder === undefined ? 'Queued' : 'Wrote'
      io.say(`${done} ${records(some.length)} to ${to}${how}.`)
    }
  else
    for (const one of out) {
      const until = `good until ${one.expires.slice(0, 10)}.`
      if (dryRun === true) io.say(`Would send ${called(one)} to ${one.to}, ${until}`)
      else if (folder !== undefined)
        io.say(`Wrote packet ${one.packet} for ${one.to}: ${one.files?.join(', ') ?? ''}, ${until}`)
      else io.say(`Queued packet ${one.packet} to ${one.to}, ${until}`)
    }
  const mute = out.filter(({ unreachable }) => unreachable === true)
  if (mute.length > mostLines)
    io.note(
      `${records(mute.length)} have neither a telephone number nor an e-mail address on file: their letters say so.`,
    )
  else
    for (const one of mute)
      io.note(`${called(one)} has neither a telephone number nor an e-mail address on file: the letter says so.`)
}

/** In the order of the addresses. */
function byRecipient(out: readonly Known[]): readonly (readonly [string, readonly Known[]])[] {
  const found = new Map<string, Known[]>()
  for (const one of out) found.set(one.to, [...(found.get(one.to) ?? []), one])
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1))
}

function sayLeftOut(io: Io, left: readonly Known[]): void {
  const [first] = left
  if (first === undefined) return
  if (left.length <= mostLines)
    for (const one of left) {
      const { packet, issued = '', expires } = one
      io.say(
        `Left out: ${called(one)}. Packet ${packet} of ${issued.slice(0, 10)} is open until ${expires.slice(0, 10)}.`,
      )
    }
  const were = left.length === 1 ? 'was' : 'were'
  const isOne = left.every(({ to }) => to === first.to)
  const forms = [...new Set(left.map(({ form }) => form))].join(', ')
  const who = isOne ? `${first.to} has` : 'their recipients have'
  io.say(
    `${records(left.length)} ${were} left out: ${who} an open packet with the form ${forms}. --again sends all the same.`,
  )
}

/** By reason: of each the first records. */
function sayNotSent(io: Io, not: readonly Not[]): void {
  const reasons = new Map<string, Not[]>()
  for (const one of not) reasons.set(one.reason, [...(reasons.get(one.reason) ?? []), one])
  for (const [reason, some] of reasons) {
    const shown = some.slice(0, mostLines).map(called).join(', ')
    const more = some.length > mostLines ? ` and ${some.length - mostLines} more; --json names all` : ''
    io.say(`Not sent: ${records(some.length)}. ${reason} ${shown}${more}.`)
  }
}
