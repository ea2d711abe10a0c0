// The short text form: the report alone, few enough lines for the body of a letter and for a draft that a link opens.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition, FormField } from '../definition/definition.ts'
import { inLanguage } from '../words/form-words.ts'
import { askedReport, checkFits, rowLabel } from './text-form-print.ts'
import { printValue } from './text-form-value.ts'

/** The last word of the header in a draft that a link opened: words above such a form are the note of its report. */
export const linkMark = 'link'

interface ShortForm {
  /** Values by field name; the others are left empty. */
  readonly values?: Readonly<Record<string, string>>
  /** Fields of the report to ask for; all of them where it is absent. */
  readonly fields?: readonly string[]
  /** Only where the address does not carry it. */
  readonly token?: string
  readonly isLink?: boolean
  /** Whether there is a line for a number or address that the form lets add. */
  readonly adds?: boolean
}

/** What somebody can type. */
const isTyped = ({ type }: FormField) => !['photo', 'place'].includes(type)

/** @throws Problem packet/other-form. */
export function printShortForm(def: FormDefinition, packet: Packet, language: string, short: ShortForm = {}): string {
  checkFits(def, packet)
  const { values = {}, fields, token, isLink = false, adds = false } = short
  const asked = askedReport(def, packet).filter(
    field => isTyped(field) && (fields === undefined || fields.includes(field.name)),
  )
  return printed(
    def,
    packet,
    [
      ...(token === undefined ? [] : [['token', token]]),
      ...asked.map(field => {
        const value = values[field.name]
        return [inLanguage(field.label, language), ...(value === undefined ? [] : printValue(field, value, language))]
      }),
      ...(adds ? addedContact(def, language) : []),
    ],
    isLink,
  )
}

/** The line of a new number or address; which of both it is, is seen by its shape. */
function addedContact(def: FormDefinition, language: string): readonly (readonly string[])[] {
  const collection = def.collections.find(({ add, fields }) => add && fields.some(({ type }) => type === 'contact'))
  const field = collection?.fields.find(({ type }) => type === 'contact')
  return collection === undefined || field === undefined ? [] : [[rowLabel(collection, 'new-1', field, language)]]
}

/** A form whose whole answer is that a label of it has a word: nothing has changed, please call me. */
export const printOneLine = (def: FormDefinition, packet: Packet, label: string): string =>
  printed(def, packet, [[label, 'yes']], true)

function printed(def: FormDefinition, packet: Packet, sections: readonly (readonly string[])[], isLink: boolean) {
  const header = `${def.name} ${def.version} ${packet.id} ${packet.language}${isLink ? ` ${linkMark}` : ''}`
  const blocks = [['form', header], ...sections]
  return `${blocks.map(([label, ...lines]) => `[${label}]\n${[...lines, ''].join('\n')}\n`).join('')}[end]\n`
}
