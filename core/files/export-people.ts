// People to a file that any program reads and that `satchel load` takes back: the same fields, so a second load changes nothing.
// Under the acting role, a page at a time: nobody gets more than they see, and memory stays small.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { type Progress, useCase } from '../context/use-case.ts'
import { exportPeople as exportPage } from '../db/calls/people.ts'
import type { Database } from '../db/database.ts'
import { personOf, writerOf } from './export-formats.ts'
import { wholeFile, type Write } from './whole-file.ts'

const pageSize = 1000

const Format = z.enum(['csv', 'xlsx', 'vcard', 'json', 'sx1'])
const Exported = z.object({
  people: z.number(),
  /** Of so many only the first address is in the file. */
  moreAddresses: z.number(),
})

/** Writes everybody whom the operator sees to a function, which is waited for. */
export const exportPeople = useCase(
  z.object({ format: Format, write: z.custom<Write>(given => typeof given === 'function') }),
  Exported,
  (context, { format, write }, progress) => exportTo(context, format, write, progress),
)

/** Writes them to a file for its owner's eyes; it has another name until it is whole. */
export const exportPeopleToFile = useCase(
  z.object({ file: z.string().min(1), format: Format }),
  z.object({ file: z.string(), format: Format, ...Exported.shape }),
  async (context, { file, format }, progress) => ({
    file,
    format,
    ...(await wholeFile(file, write => exportTo(context, format, write, progress))),
  }),
)

async function exportTo(
  context: Context,
  format: z.infer<typeof Format>,
  write: Write,
  progress: Progress,
): Promise<z.infer<typeof Exported>> {
  const writer = writerOf(format)
  await write(writer.head())
  let people = 0
  let moreAddresses = 0
  const all = async (database: Database) => {
    for (let after = 0; ; ) {
      const page = await database.run(exportPage, { after, limit: pageSize })
      people += page.length
      moreAddresses += page.filter(({ addresses }) => (addresses ?? 0) > 1).length
      const read = page.map(({ given, family, ...rest }) =>
        personOf({ ...rest, 'given-name': given, 'family-name': family }),
      )
      await write(writer.page(read))
      progress.step(`${people} people`)
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) break
      after = last.entity
    }
  }
  await context.asStaff(all, true)
  await write(writer.end())
  return { people, moreAddresses }
}
