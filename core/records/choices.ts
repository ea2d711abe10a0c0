// Lists of choices that fields take their values from: the office adds one, names it, puts it in its place, and no longer offers it. None is
// ever deleted, since records hold it.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { addChoice as addRow, changeChoice as changeRow, lookupChoices, lookupLists } from '../db/calls/lookups.ts'
import { undone } from '../db/dry-run.ts'
import type { Database } from '../db/database.ts'
import { ChoiceFields } from '../db/shapes/choices.ts'
import { problem } from '../problems/problems.ts'

const Title = z.string().trim().min(1, 'A choice has a title.').max(200, 'A title has 200 letters at the most.')

const dryRun = z.boolean().default(false)

const asStaff = <T>(context: Context, isDry: boolean, work: (database: Database) => Promise<T>): Promise<T> =>
  isDry ? undone<T, [Database]>(inner => context.asStaff(inner), work) : context.asStaff(work)

/** The lists with the fields that use them, or the choices of one. @throws Problem record/bad-value where there is none. */
export const listChoices = useCase(
  z.object({ list: z.string().optional() }),
  z.object({ lists: z.array(lookupLists.row).optional(), choices: z.array(lookupChoices.row).optional() }),
  (context, { list }) =>
    context.asStaff(async database => {
      if (list === undefined) return { lists: [...(await database.run(lookupLists, {}))] }
      const choices = [...(await database.run(lookupChoices, { domain: list }))]
      if (choices.length === 0) throw noList(list)
      return { choices }
    }),
)

const noList = (list: string) =>
  problem('record/bad-value', `There is no list "${list}".`, {
    hint: 'satchel lookup list shows the lists; a list of your own begins with own-',
  })

/** A list of one's own, `own-...`, begins with its first choice. @throws Problem record/bad-value where it is there already or there is no such list, database/no-right. */
export const addChoice = useCase(
  z.object({
    /** Like activity-kind. */
    list: z.string(),
    word: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9-]{0,62}$/, 'The word has small letters, digits and hyphens, and begins with a letter.'),
    title: Title,
    dryRun,
  }),
  z.object({ list: z.string(), word: z.string(), isNew: z.boolean() }),
  async (context, { list, word, title, dryRun: isDry }) => {
    const { result } = await asStaff(context, isDry, database => database.run(addRow, { list, word, name: title }))
    if (result === 'added' || result === 'new list') return { list, word, isNew: result === 'new list' }
    if (result === 'no list') throw noList(list)
    throw problem('record/bad-value', `The list ${list} has the word "${word}" already.`)
  },
)

const Fields = z.object({
  title: Title.optional(),
  /** Its place: the smallest comes first. */
  sort: z.number().int().min(-99_999).max(99_999).optional(),
  active: z.boolean().optional(),
})

const rowOf = ({ title, sort, active }: z.infer<typeof Fields>): z.infer<typeof ChoiceFields> => ({
  ...(title === undefined ? {} : { name: title }),
  ...(sort === undefined ? {} : { sort }),
  ...(active === undefined ? {} : { active }),
})

/** What another changed since `was` stays as it is, and is told in `kept`. @throws Problem record/bad-value, database/no-right. */
export const changeChoice = useCase(
  z.object({
    list: z.string(),
    word: z.string(),
    /** What whoever changes it saw. */
    was: Fields,
    wanted: Fields,
  }),
  z.object({ changed: z.array(z.string()), kept: ChoiceFields }),
  async (context, { list, word, was, wanted }) => {
    const { outcome } = await context.asStaff(database =>
      database.run(changeRow, { choice: `${list}/${word}`, was: rowOf(was), wanted: rowOf(wanted) }),
    )
    if (outcome !== null) return outcome
    throw problem('record/bad-value', `The list ${list} has no word "${word}".`)
  },
)

/** What is said of a choice counts, whoever said otherwise before: a command shows nothing that it could be compared with. @throws as changeChoice. */
export const setChoice = useCase(
  Fields.extend({ list: z.string(), word: z.string(), dryRun }),
  z.object({ changed: z.array(z.string()) }),
  (context, { list, word, dryRun: isDry, ...wanted }) =>
    asStaff(context, isDry, async database => {
      if (Object.keys(wanted).length === 0) {
        throw problem('usage/wrong', 'Say a title, a place, or whether it is offered.', {
          hint: 'satchel lookup change --help',
        })
      }
      const choices = await database.run(lookupChoices, { domain: list })
      const stands = choices.find(choice => choice.word === word)
      if (choices.length === 0) throw noList(list)
      if (stands === undefined) {
        throw problem('record/bad-value', `The list ${list} has no word "${word}".`, {
          hint: `it has: ${choices.map(choice => choice.word).join(', ')}`,
        })
      }
      const { outcome } = await database.run(changeRow, {
        choice: stands.choice,
        was: { name: stands.name, sort: stands.sort, active: stands.active },
        wanted: rowOf(wanted),
      })
      return { changed: outcome?.changed ?? [] }
    }),
)
