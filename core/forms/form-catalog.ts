// Published forms of every version, words and templates, loaded once per command.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { type Forms, loadForms } from '@satchel/forms/loader'
import type { Database } from '../db/database.ts'
import { allForms } from '../db/calls/forms.ts'

export interface FormCatalog {
  readonly forms: Forms
  /** A published version; null for one that never was. */
  find(name: string, version: number): FormDefinition | null
}

export async function loadCatalog(database: Database): Promise<FormCatalog> {
  const published = new Map(
    (await database.run(allForms, {})).map(row => [`${row.name}/${row.version}`, row.definition]),
  )
  const parsed = new Map<string, FormDefinition>()
  return {
    forms: loadForms(),
    find(name, version) {
      const key = `${name}/${version}`
      const text = published.get(key)
      if (text === undefined) return null
      const form = parsed.get(key) ?? parseDefinition(text)
      parsed.set(key, form)
      return form
    },
  }
}
