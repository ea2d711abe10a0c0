// Which of a record's e-mail addresses is the best one: asked in one place, wherever a letter goes to a person.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('comes first that was verified, then the primary one, then the older; one that bounced is the last', async () => {
  const person = await stage.person()
  await stage.rows('delete from contact_point where contact_point_entity = $1', [person])
  await stage.rows(
    `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary)
     select $1, lookup_find('contact-kind', kind), value, value like 'primary%'
     from (values ('email', 'old@example.org'), ('email', 'new@example.org'), ('email', 'verified@example.org'),
       ('email', 'bounced@example.org'), ('email', 'primary@example.org'), ('phone', '+256 700 000 009')) v (kind, value)`,
    [person],
  )
  const best = async () =>
    (await stage.rows<{ value: string }>('select value from best_emails($1) order by place', [person])).map(
      ({ value }) => value.split('@')[0],
    )
  expect(await best()).toEqual(['primary', 'old', 'new', 'verified', 'bounced'])
  const note = (column: string, value: string) =>
    stage.rows(
      `update contact_point set ${column} = clock_timestamp() where contact_point_entity = $1 and contact_point_value = $2`,
      [person, value],
    )
  // the triggers keep these columns for the import
  await stage.rows('alter table contact_point disable trigger user')
  await stage.rows('update contact_point set contact_point_verified = null where contact_point_entity = $1', [person])
  await note('contact_point_verified', 'verified@example.org')
  await note('contact_point_verified', 'bounced@example.org')
  await note('contact_point_bounced', 'bounced@example.org')
  await stage.rows('alter table contact_point enable trigger user')
  expect(await best()).toEqual(['verified', 'primary', 'old', 'new', 'bounced'])
})
