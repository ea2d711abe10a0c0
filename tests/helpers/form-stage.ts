// Packets of any form and record on a stage: a test publishes its own definition, and sends records with it.

import { randomBytes } from 'node:crypto'
import { publish } from '@satchel/core/forms/publish-forms'
import { withDatabase } from '@satchel/core/db/database'
import { hash, type SentPacket } from './reply-data.ts'
import type { Stage } from './stage.ts'

const crockford = (length: number) =>
  [...randomBytes(length)].map(byte => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('')

export interface FormPacket extends SentPacket {
  /** What the packet shows, by slot. */
  readonly slots: Readonly<Record<string, unknown>>
}

export const publishText = (stage: Stage, text: string) =>
  withDatabase(stage.database.url('satchel'), async database => {
    await database.client.query('set role satchel_owner')
    return publish(database, 'mine.sexp', text)
  })

/** A packet of a record by its human id; throws with the problem where there is none. */
export async function sendForm(stage: Stage, record: string, form: string, staff = 'anna'): Promise<FormPacket> {
  const hid = `${crockford(4)}-${crockford(4)}-${crockford(4)}`
  const token = crockford(26)
  const { rows: made } = await stage.as('satchel_dispatch').query<{
    r: { id?: number; problem?: string; slots: Record<string, unknown> }
  }>('select open_packet($1, $2, $3, $4, $5, $6, $7, 30, p_again => true) as r', [
    record,
    staff,
    form,
    hid,
    hash(token),
    hash(`${token}b`),
    hash(`${token.slice(0, 25)}${token.endsWith('A') ? 'B' : 'A'}`),
  ])
  const opened = made[0]?.r
  if (opened?.id === undefined) throw new Error(`no packet: ${opened?.problem}`)
  const keys = Object.keys(opened.slots).sort(
    (a, b) => Number(/[0-9]+$/.exec(a)?.[0] ?? 0) - Number(/[0-9]+$/.exec(b)?.[0] ?? 0),
  )
  const { id: person } = await stage.one<{ id: string }>(
    'select packet_entity as id from packet where packet_id = $1',
    [opened.id],
  )
  return {
    id: opened.id,
    hid,
    token,
    person: Number(person),
    slots: opened.slots,
    row: (collection, index = 0) =>
      keys.filter(key => key.startsWith(`row/${collection}/`))[index]?.split('/')[2] ?? 'none',
  }
}
