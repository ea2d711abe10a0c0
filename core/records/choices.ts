// Lists of choices that fields take their values from: the office adds one, names it, puts it in its place, and no longer offers it. None is
// ever deleted, since records hold it.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { addChoice as addRow, changeChoice as changeRow } from '../db/calls/lookups.ts'
import { ChoiceFields } from '../db/shapes/choices.ts'
import { problem } from '../problems/problems.ts'

const Title = z.string().trim().min(1, 'A choice has a title.').max(200, 'A title has 200 letters at the most.')

/** @throws Problem record/bad-value where it is there already or there is no such list, database/no-right. */
export const addChoice = useCase(
  z.object({
    /** Like activity-kind. */
    list: z.string(),
    word: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9-]{0,62}$/, 'The word has small letters, digits and hyphens, and begins with a letter.'),
    title: Title,
  }),
  z.object({ list: z.string(), word: z.string() }),
  async (context, { list, word, title }) => {
    const { result } = await context.asStaff(database => database.run(addRow, { list, word, name: title }))
    if (result === 'added') return { list, word }
    throw problem(
      'record/bad-value',
      result === 'no list' ? `There is no list "${list}".` : `The list ${list} has the word "${word}" already.`,
    )
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
