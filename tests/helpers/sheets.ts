// Sheets of people as a person saves them, loaded by the real command, and what came of it.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestHome } from './home.ts'

export interface Told {
  readonly new: number
  readonly filled: number
  readonly same: number
  readonly kept: readonly { line: number; columns: readonly string[] }[]
  readonly held: readonly { line: number; columns: readonly string[] }[]
  readonly faults: readonly { line: number; column: string; fault: string }[]
  readonly done: boolean
}

/** @param home asked at each use: a test file may have a home for each test. */
export function sheetsOf(homeOf: () => TestHome) {
  function sheet(text: string, name = 'people.csv'): string {
    const path = join(homeOf().home.folder, name)
    writeFileSync(path, text)
    return path
  }

  async function load(file: string, ...options: readonly string[]): Promise<Told & { readonly code: number | null }> {
    const ended = await homeOf().satchel(['--json', 'load', file, ...options])
    return { ...ended.json<Told>(), code: ended.code }
  }

  const people = () =>
    homeOf().rows<Record<string, unknown>>(
      `select person_hid as hid, person_given as given, person_family as family, person_title as title, person_born::text as born, person_language as language,
         person_note as note, staff_hid as owner, entity_version > 1 as kept_version,
         (select string_agg(contact_point_value, '|' order by contact_point_id) from contact_point where contact_point_entity = person_id) as contacts,
         (select string_agg(concat_ws(', ', address_line1, address_city, address_region, address_country), '|' order by address_id)
          from address where address_entity = person_id) as addresses
       from person join entity on entity_id = person_id left join staff on staff_id = entity_owner order by person_id`,
    )

  return { sheet, load, people }
}
