// Forms of other records that are refused: to a person in their own form, and what no definition can ask for.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishText } from '../helpers/form-stage.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const parents = `(satchel-form (name "parents") (version 1) (entity person)
  (title (en "Parents")) (intro (en "Please check the parents."))
  (field given-name (column "person_given") (type text) (required true) (label (en "Given name")))
  (collection parents (through "relationship") (kind "parent-of") (end left) (entity person) (change true) (label (en "Parent"))
    (field given-name (column "person_given") (type text) (required true) (label (en "first name")))))`

let stage: Stage
let ids: { first: number; second: number }
beforeAll(async () => {
  stage = await openStage()
  await publishText(stage, parents)
  ids = { first: await stage.person(), second: await stage.person() }
})
afterAll(() => stage.close())

describe('a person’s own form', () => {
  const own = parents.replace('"parents"', '"self-update"').replace('(version 1)', '(version 99)')
  test('with somebody else’s record is refused when it is published', async () => {
    await expect(publishText(stage, own)).rejects.toMatchObject({
      hints: [expect.stringContaining("collection parents: a person's own form reaches nobody else's record")],
    })
  })

  test('is not made of such a form, whatever it is called', async () => {
    await stage.rows(
      "update contact_point set contact_point_verified = now() where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'email'",
      [ids.first],
    )
    const { rows } = await stage
      .as('satchel_dispatch')
      .query<{ r: { problem?: string } }>(
        "select open_own_packet('P' || $1::bigint, null, 'parents', 'AAAA-BBBB-CCCC', repeat('a', 64), repeat('b', 64), repeat('c', 64), 'mark', false, 30) as r",
        [ids.first],
      )
    expect(rows[0]?.r).toEqual({ problem: 'form/other-type' })
  })

  test('has no set of records in the database', async () => {
    const packet = await stage.ownPacket(ids.first)
    await expect(
      stage.rows(
        "insert into packet_record (packet_record_packet, packet_record_slot, packet_record_entity) values ($1, 'row/parents/p1', $2)",
        [packet.id, ids.second],
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})

describe('a definition is refused', () => {
  const faultsOf = (inside: string) =>
    publishText(
      stage,
      `(satchel-form (name "wrong") (version 1) (entity person) (title (en "T")) (intro (en "I")) (collection c ${inside} (label (en "C")) (field f (column "person_given") (type text) (required true) (label (en "F")))))`,
    ).then(
      () => null,
      (error: { hints?: readonly string[] }) => error.hints,
    )
  test.each([
    ['(through "address") (entity person)', '(through ...) is "member" or "relationship", and not address'],
    ['(through "member") (entity person)', 'the groups of a record are of the entity grp'],
    ['(through "relationship") (kind "aunt-of") (entity person)', '(kind ...) is not one of'],
    [
      '(through "relationship") (kind "parent-of") (entity person) (drop true)',
      'another record is not removed by a packet',
    ],
    ['(through "relationship") (entity person)', '(kind ...) with one word is needed'],
    ['(through "member") (table "member") (entity person)', 'has (table ...) and (through ...), and needs one of them'],
    ['(table "address") (entity person)', '(entity ...) goes with (through ...)'],
  ])('%s', async (inside, fault) => {
    expect(await faultsOf(inside)).toEqual([expect.stringContaining(fault)])
  })

  test.each([
    [
      '(entity person) (add true) (label (en "C")) (field f (column "person_born") (type date) (label (en "F")))',
      'one of its fields has to be of a column that names them: person_family, person_given',
    ],
    [
      '(entity deal) (add true) (label (en "C")) (field f (column "deal_note") (type text) (label (en "F")))',
      'one of its fields has to be of a column that names them: deal_name',
    ],
    [
      '(entity staff) (add true) (label (en "C")) (field f (column "staff_name") (type text) (label (en "F")))',
      'a colleague is added by an administrator',
    ],
  ])('that adds records without what they need: %s', async (inside, fault) => {
    const collection = `(collection c (through "relationship") (kind "parent-of") ${inside})`
    await expect(
      publishText(
        stage,
        `(satchel-form (name "wrong") (version 1) (entity person) (title (en "T")) (intro (en "I")) ${collection})`,
      ),
    ).rejects.toMatchObject({ hints: [expect.stringContaining(fault)] })
  })
})
