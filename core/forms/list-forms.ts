// The forms that there are: those that come with the program, those of this installation, and files of the home folder that are not
// published yet.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { allForms } from '../db/calls/forms.ts'
import type { Home } from '../home/home.ts'
import { filesOf } from './home-forms.ts'

const ListedForm = z.object({
  name: z.string(),
  version: z.number(),
  /** Of the records that it is for. */
  type: z.string(),
  title: z.string(),
  /** Kind of the activity that its report becomes; empty where it asks for none. */
  report: z.string(),
  from: z.enum(['the program', 'you', 'you, not published']),
})

/** The newest version of each form by type and name, and what lies in the folder of own forms and is not published. */
export const listForms = useCase(z.object({}), z.array(ListedForm), context =>
  context.asStaff(async database => {
    const published = (await database.run(allForms, {})).filter(({ active }) => active)
    const versions = new Set(published.map(({ name, version }) => `${name}/${version}`))
    // by version: the last of a name is its newest
    const newest = new Map(published.map(row => [row.name, row]))
    const listed = [...newest.values()].map(row => ({
      ...said(parseDefinition(row.definition)),
      from: row.own ? ('you' as const) : ('the program' as const),
    }))
    const files = readable(context.home).filter(({ name, version }) => !versions.has(`${name}/${version}`))
    const all = [...listed, ...files.map(form => ({ ...said(form), from: 'you, not published' as const }))]
    return all.sort((a, b) => order(a).localeCompare(order(b)))
  }),
)

const order = ({ type, name, version }: z.infer<typeof ListedForm>) => `${type} ${name} ${String(version).padStart(6)}`

const said = ({ name, version, entity, title, reportKind }: FormDefinition) => ({
  name,
  version,
  type: entity,
  title: title.get('en') ?? '',
  report: reportKind ?? '',
})

/** Definitions of the home folder that can be read; what is wrong with the others, `form check` tells. */
function readable(home: Home): readonly FormDefinition[] {
  return filesOf(home.forms)
    .filter(file => file.endsWith('.sexp'))
    .flatMap(file => {
      try {
        return [parseDefinition(readFileSync(join(home.forms, file), 'utf8'))]
      } catch (error) {
        if (error instanceof Problem) return []
        throw error
      }
    })
}
