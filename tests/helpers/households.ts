// Households whose form asks for new members, and the office that decides on them.

import pg from 'pg'
import { inject } from 'vitest'
import { type FormPacket, publishText, sendForm } from './form-stage.ts'
import { openLogins } from './staff-logins.ts'
import { openStage, type Said } from './stage.ts'

const form = `(satchel-form (name "household") (version 1) (entity grp)
  (title (en "Household")) (intro (en "Please check the members."))
  (field name (column "grp_name") (type text) (required true) (label (en "Name")))
  (collection members (through "member") (entity person) (add true) (change true) (label (en "Member"))
    (field given-name (column "person_given") (type text) (required true) (label (en "given name")))
    (field born (column "person_born") (type date) (label (en "born")))))`

interface Held {
  readonly change: string
  readonly stamp: string
  readonly slot: string
  readonly reason: string
  readonly wanted: unknown
  readonly now: unknown
}

/** What a new member is called, and when they were born. */
export const joy = { 'given-name': 'Joy', born: '2020-02-03' }

let nth = 0
/** A reply of one draft that asks for a member. */
export const asks = (sequence: number, fields: Record<string, string | null>, more: Said = {}): Said => ({
  id: String(nth++).padStart(32, '0'),
  draft: 'b'.repeat(32),
  sequence,
  rows: [{ collection: 'members', row: 'new-1', fields }],
  ...more,
})

export const heldOf = async (client: pg.Client, packet: FormPacket): Promise<Held[]> =>
  (
    await client.query<Held>(
      'select change, stamp, slot, reason, wanted, now from held_changes() where packet = $1 order by change',
      [packet.hid],
    )
  ).rows

export async function resolve(
  client: pg.Client,
  held: Held | undefined,
  decision = 'accepted',
  mended: unknown = null,
): Promise<{ problem?: string; status?: string } | undefined> {
  const { rows } = await client.query<{ r: { problem?: string; status?: string } }>(
    'select resolve_change($1, $2, $3, null, $4) as r',
    [held?.change, decision, held?.stamp, mended === null ? null : JSON.stringify(mended)],
  )
  return rows[0]?.r
}

export async function openHouseholds() {
  const stage = await openStage()
  const logins = await openLogins(stage, { olga: 'office', oscar: 'office' })
  await publishText(stage, form)
  const olga = logins.as('olga')
  let ids = { household: '', grp: 0, first: 0 }
  return {
    stage,
    olga,
    oscar: logins.as('oscar'),
    ids: () => ids,
    close: async () => {
      await logins.close()
      await stage.close()
    },
    /** A household of anna's with one member. */
    async make() {
      const { id, hid } = await stage.one<{ id: string; hid: string }>(
        "insert into grp (grp_name, grp_kind) values ('Okello', lookup_find('grp-kind', 'household')) returning grp_id as id, grp_hid as hid",
      )
      await stage.rows(
        "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
        [id],
      )
      const first = await stage.person()
      await stage.rows('insert into member (member_grp, member_entity) values ($1, $2)', [id, first])
      ids = { household: hid, grp: Number(id), first }
    },
    send: (staff = 'anna', name = 'household') => sendForm(stage, ids.household, name, staff),
    /** The members who joined since. */
    made: () =>
      stage.rows<{ id: number; given: string; born: string | null; owner: string }>(
        `select person_id::int as id, person_given as given, person_born::text as born, staff_hid as owner from member
         join person on person_id = member_entity join entity on entity_id = person_id left join staff on staff_id = entity_owner
         where member_grp = $1 and person_id <> $2 order by person_id`,
        [ids.grp, ids.first],
      ),
    accept: async (packet: FormPacket) => resolve(olga, (await heldOf(olga, packet))[0]),
    /** A connection of oscar's that is cut off from outside. */
    async openOscar() {
      const own = await openLogins(stage, { oscar: 'office' })
      own.as('oscar').on('error', () => undefined)
      const superuser = new pg.Client({ connectionString: inject('cluster').superUrl })
      return {
        client: own.as('oscar'),
        cut: async (pid: number) => {
          await superuser.connect()
          await superuser.query('select pg_terminate_backend($1, 5000)', [pid])
          await superuser.end()
        },
      }
    },
  }
}
