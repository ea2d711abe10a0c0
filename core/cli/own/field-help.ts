// The commands for tables of one's own share this: how a field is written, who sees rows, and the answer.

import { type Command, Option } from 'commander'
import type { Io } from '../io.ts'

export const fieldHelp = `
A field is NAME:TYPE, and what else is said of it after further colons:
  area:number   notes:long-text   price:money   planted:date   seen:time   irrigated:yes-no
  crop:choice:maize,beans         crop:choice:list=own-parcel-crop
  number:text:required:unique     mail:email    call:phone     page:web    at:place    deed:file
  farmer:person                   about:record                 area:number:label=Area_in_acres
A type of record is a type of field as well: such a field names a record. An underscore in a label is a space.`

export const rightsHelp = `
Rights: record (who sees the record), owner (its owner and who leads them), office (the office alone),
everybody (all staff read it, the office writes it).`

export const rights = () =>
  new Option('--rights <pattern>', 'who sees it').choices(['record', 'owner', 'office', 'everybody']).default('record')

/** Words that were typed with commas between them. */
export const words = (value = '') =>
  value
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')

/** Says the file, or shows it after a dry run. @param next commands that come next. */
export function sayMade(io: Io, command: Command, made: { file: string; text: string }, next: readonly string[]): void {
  if (command.opts<{ dryRun?: boolean }>().dryRun === true) {
    io.say(`This would be sql/${made.file}.sql; it was tried, and undone:`)
    io.say(made.text.trimEnd())
    return
  }
  io.say(`Made by sql/${made.file}.sql in your home folder. Commands, forms, files, search and backup know it now.`)
  for (const line of next) io.note(line)
}
