// The acknowledgement: names what changed, what is being checked and what failed, with what to do about it. Of values only those that say
// what it is about; nothing about what the sender left as it was. "Processed" is said only where nothing failed and nothing waits.
import { type Outcome, printOutcome, type SlotOutcome } from '@satchel/protocol/messages/outcome'
import type { FormDefinition, FormField } from '../definition/definition.ts'
import type { Organization } from '../html/html-form.ts'
import {
  type Beside,
  besideLines,
  type Hint,
  type LetterText,
  packetType,
  shortId,
  slotFields,
  slotLabel,
} from './letter-parts.ts'
import { type ChangeToConfirm, questionParts } from './notice-letters.ts'
import type { LetterBlock, Piece } from './letter-blocks.ts'
import { letterDay } from './letter-dates.ts'
import { heading, listOf, paragraph, plainLetter } from './plain-letter.ts'
import { displayValue } from '../definition/field-value.ts'
import { inLanguage, labelled, say, type Words } from '../words/form-words.ts'

/** A slot with what only the letter says of it. */
export interface ToldSlot extends SlotOutcome {
  /** Which of the entries that the form showed, counted from one. */
  readonly entry?: number
  /** What a yes or no is about, in the words of its form. */
  readonly purpose?: string
  readonly becomes?: 'new' | 'changed' | 'removed'
  /** The values that an entry is named by; to the person concerned a hint. */
  readonly values?: Readonly<Record<string, string>>
  readonly hint?: Hint
  /** Where the value of one field is to blame: its name, and what is wrong. */
  readonly misfit?: { readonly field: string; readonly fault: 'empty' | 'too-long' | 'form' }
  /** Where the amount of a deal and its lines would differ: both, as far as the letter may tell them. */
  readonly figures?: { readonly amount: string; readonly lines: string }
  /** An earlier letter named it. */
  readonly isTold?: boolean
}

export interface ToldOutcome extends Outcome {
  readonly slots: readonly ToldSlot[]
  /** Of the letter, for the example of a day that lies ahead. */
  readonly day?: string
  /** There was a letter about the same reply, while something waited. */
  readonly isLater?: boolean
  /** The sender said that everything on file is still right. */
  readonly confirms?: boolean
  /** Whom a colleague's reply is about, and what its report says; absent where the letter may not tell it. */
  readonly about?: ReplyAbout
}

export interface ReplyAbout {
  readonly name: string
  readonly outcome?: string
  readonly next?: string
  readonly due?: string
}

/** In the order in which they are told. */
const groups = ['applied', 'same', 'held', 'refused', 'superseded'] as const

/**
 * The acknowledgement of a reply. A later one names what the ones before could not tell yet.
 * @param beside what came with it and is read by a person.
 * @param question asked in the same letter, where it goes to the address that may answer it.
 * @throws Problem words/no-such-text for a reason outside the fixed list.
 */
export function outcomeLetter(
  def: FormDefinition,
  outcome: ToldOutcome,
  words: Words,
  org: Organization,
  beside: readonly Beside[] = [],
  question?: ChangeToConfirm,
): LetterText {
  const touched = outcome.slots.filter(slot => slot.outcome !== 'untouched')
  const asked = question === undefined ? undefined : questionParts(def, words, question)
  const named = touched.filter(
    slot =>
      slot.isTold !== true && !(asked !== undefined && slot.outcome === 'held' && slot.reason === 'weak-evidence'),
  )
  const of = (group: ToldSlot['outcome']) => named.filter(slot => slot.outcome === group)
  // who wants a call and changed nothing has asked for nothing else
  const isCall = beside.includes('call')
  const isConfirmed = touched.length === 0 && outcome.confirms === true
  const canMend = named.some(({ reason, misfit }) => misfit !== undefined || reason === 'invalid')
  const isDone = !touched.some(each => each.outcome === 'held' || each.outcome === 'refused')
  const needsNothing = isDone && (touched.length > 0 || isConfirmed) && asked === undefined
  // a sentence of its own each: so a letter that comes back is known by them
  const told = (key: string) => paragraph(say(words, key))
  const subject = say(words, asked === undefined ? 'outcome-subject' : 'confirm-subject', {
    packet: shortId(outcome.packet),
  })
  const file = `outcome-${shortId(outcome.packet)}.sexp`
  return plainLetter(
    words,
    org,
    subject,
    [
      ...(outcome.about === undefined ? [] : [{ is: 'name', text: outcome.about.name } as const]),
      ...openings(touched, outcome, isCall).map(told),
      ...(outcome.about === undefined ? [] : aboutBlocks(def, outcome.about, words)),
      ...groups
        .filter(group => of(group).length > 0)
        .flatMap(group => [
          heading(say(words, `outcome-${group}`)),
          listOf(of(group).map(slot => slotLine(def, slot, words, examplesFor(slot, outcome.day, org)))),
          ...(group === 'held' ? [told('outcome-held-next')] : []),
        ]),
      ...(touched.length === 0 && !isConfirmed && !isCall ? [told('outcome-nothing-how')] : []),
      ...besideLines(
        words,
        beside.filter(each => each !== 'call'),
      ).map(paragraph),
      ...(canMend ? [told('outcome-again')] : []),
      ...(asked === undefined ? [] : [heading(say(words, 'outcome-asked')), ...asked.blocks]),
      ...(needsNothing ? [told('outcome-no-answer')] : []),
      { is: 'line', line: [say(words, 'outcome-copy', { file })], small: true },
    ],
    [{ name: file, type: packetType, content: printOutcome(outcome) }, ...(asked?.attachments ?? [])],
  )
}

/** The first sentences: the call that was asked for, and what became of the rest, where there is one. */
function openings(touched: readonly ToldSlot[], outcome: ToldOutcome, isCall: boolean): readonly string[] {
  const call = isCall ? ['beside-call'] : []
  if (touched.length === 0 && outcome.confirms === true) return [...call, 'outcome-confirmed']
  return isCall && touched.length === 0 ? call : [...call, opening(touched, outcome.isLater === true)]
}

/** The first sentence about what was stated. */
function opening(touched: readonly ToldSlot[], isLater: boolean): string {
  if (isLater) return 'outcome-later'
  if (touched.length === 0) return 'outcome-nothing'
  if (touched.some(({ outcome }) => outcome === 'held')) return 'outcome-arrived'
  return touched.some(({ outcome }) => outcome === 'refused') ? 'outcome-part' : 'outcome-processed'
}

/** What the report said: its outcome, and the next step with its day. */
function aboutBlocks(def: FormDefinition, { outcome, next, due }: ReplyAbout, words: Words): readonly LetterBlock[] {
  const by = (column: string) => def.report.find(field => field.column === column)
  const [went, step] = [by('activity_outcome'), by('activity_next') ?? by('activity_due')]
  const day = due === undefined ? '' : letterDay(due, '', words.language)
  const what = next === undefined ? day : day === '' ? next : say(words, 'case-by', { what: next, date: day })
  const facts = [
    ...(went === undefined || outcome === undefined
      ? []
      : [[went, displayValue(went, outcome, words.language)] as const]),
    ...(step === undefined || what === '' ? [] : [[step, what] as const]),
  ]
  if (facts.length === 0) return []
  return [
    listOf(
      facts.map(([{ label }, value]) => [`${inLanguage(label, words.language)}: `, { text: value, as: 'strong' }]),
    ),
  ]
}

type Examples = Readonly<Record<'date' | 'number', string>>

/** A report asks for days of now and ahead, a record for those of a birth; a number is one of the organisation's country. */
function examplesFor({ kind }: ToldSlot, day: string | undefined, { callingCode = '+256' }: Organization): Examples {
  const ahead = day === undefined ? undefined : new Date(Date.parse(day) + 14 * 86_400_000).toISOString().slice(0, 10)
  const date = kind === 'report' || kind === 'report-field' ? (ahead ?? '1980-05-31') : '1980-05-31'
  return { date, number: `${callingCode} 712 345 678` }
}

/** The label, and what is wrong with the value or what happens with it. */
function slotLine(def: FormDefinition, slot: ToldSlot, words: Words, examples: Examples): readonly Piece[] {
  const label = slotLabel(def, slot, words)
  const line = (name: string, said?: string): readonly Piece[] => [
    { text: name, as: 'strong' },
    ...(said === undefined ? [] : [`${labelled(words, '')} ${said}`]),
  ]
  if (slot.outcome === 'applied' && slot.becomes !== undefined && slot.purpose === undefined)
    return [say(words, `done-${slot.becomes}`, { what: label })]
  if (slot.outcome !== 'held' && slot.outcome !== 'refused') return line(label)
  const field = slotFields(def, slot).find(({ name }) => name === slot.misfit?.field)
  if (slot.misfit !== undefined && field !== undefined) {
    const named = slot.kind === 'row' ? `${label} (${inLanguage(field.label, words.language)})` : label
    return line(named, misfitWords(field, slot.misfit.fault, words, examples))
  }
  if (slot.figures !== undefined) return line(label, say(words, 'lines-differ-figures', slot.figures))
  const reason = say(words, `reason-${slot.reason ?? 'refused'}`, examples)
  return line(label, slot.outcome === 'held' ? reason : `${reason} ${say(words, `advice-${slot.reason ?? 'refused'}`)}`)
}

/** The sentence about a wrong value: its fault, and what to write instead. */
function misfitWords(field: FormField, fault: 'empty' | 'too-long' | 'form', words: Words, examples: Examples): string {
  if (fault === 'empty') return say(words, 'misfit-empty')
  if (fault === 'too-long') return say(words, 'misfit-too-long', { max: String(field.max) })
  if (field.choices.length > 0) {
    const choices = field.choices.map(({ value }) => displayValue(field, value, words.language)).join(', ')
    return say(words, 'misfit-choice', { choices })
  }
  return words.texts.has(`misfit-${field.type}`)
    ? say(words, `misfit-${field.type}`, examples)
    : `${say(words, 'reason-invalid')} ${say(words, 'advice-invalid')}`
}
