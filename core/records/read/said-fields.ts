// What people type of a record: NAME=VALUE, NAME+=VALUE adds one more way to be reached, NAME-=VALUE takes one away.

import { z } from 'zod'
import { problem } from '../../problems/problems.ts'

/** A file that was handed over, such as by a browser. */
export const HandedFile = z.object({
  name: z.string(),
  data: z.custom<Uint8Array>(data => data instanceof Uint8Array),
})
export type HandedFile = z.infer<typeof HandedFile>

export const SaidField = z.object({
  /** As the catalog of fields has it: born, phone, address.city, address/work.city. */
  name: z.string(),
  how: z.enum(['=', '+=', '-=']),
  /** Empty: the field is emptied. */
  value: z.string(),
  /** Path of a file, or what a browser handed over: its text is the value, or of a field of files the file itself. */
  file: z.union([z.string(), HandedFile]).optional(),
})
export type SaidField = z.infer<typeof SaidField>

const typed = /^([a-z][a-z0-9_./-]*?)(\+=|-=|=)(.*)$/is

/** Whether a word of a command says a field, and is no record. */
export const isSaidField = (word: string) => typed.test(word)

/** @throws Problem usage/wrong. */
export function readSaidField(word: string): SaidField {
  const [, name, how, value = ''] = typed.exec(word) ?? []
  if (name === undefined) {
    throw problem('usage/wrong', `"${word}" says no field.`, { hint: 'write field=value, such as phone=+255700000001' })
  }
  return { name: name.toLowerCase().replaceAll('_', '-'), how: how as SaidField['how'], value }
}
