// Two sessions at once: one sends a record, the other changes how its recipient's letters are protected. Whichever comes first, once the
// change is committed nothing leaves as it was before.

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { hash } from '../helpers/reply-data.ts'

let stage: Stage
/** Changes the protection, as its own session. */
let office: pg.Client
let person = 0
beforeAll(async () => {
  stage = await openStage()
  office = new pg.Client({ connectionString: stage.database.url('satchel') })
  await office.connect()
  person = await stage.person()
})
afterAll(async () => {
  await office.end()
  await stage.close()
})

const mail = () => stage.as('satchel_dispatch')
const id = () => randomBytes(6).toString('hex').toUpperCase()

/** The other session's statement waits for a lock, and nothing else. */
const waits = async (client: pg.Client) => {
  const { processID } = client as pg.Client & { processID: number }
  const isWaiting = async () =>
    (await stage.rows('select from pg_locks where pid = $1 and not granted', [processID])).length > 0
  await expect.poll(isWaiting, { timeout: 5000, interval: 20 }).toBe(true)
}

async function open() {
  const hid = id().replaceAll(/(.{4})(?=.)/g, '$1-')
  const { rows } = await mail().query<{
    r: { id: number; protection: string; phrase: { salt: string } | null; problem?: string }
  }>(`select open_packet('P' || $1::bigint, 'anna', 'call-report', $2, $3, $4, $5, 30, p_again => true) as r`, [
    person,
    hid,
    hash(id()),
    hash(id()),
    hash(id()),
  ])
  if (rows[0] === undefined) throw new Error('no answer')
  return { ...rows[0].r, hid }
}

const post = ({ id: packet, hid }: { id: number; hid: string }) =>
  mail().query("select post_packet($1, $3, 'packet-' || $2::text, $3, 'bytes'::bytea)", [packet, hid, hash(hid)])

const claimed = async () =>
  (await mail().query<{ hid: string }>('select hid from claim_letters(50)')).rows.map(row => row.hid)

/** A new phrase, and passphrase chosen. */
async function newPhrase(salt: string) {
  await office.query("select staff_phrase_set('anna', $1, $2, 600000)", [randomBytes(400), Buffer.from(salt, 'hex')])
  await office.query("select staff_protection_set('anna', 'passphrase')")
}

const stateOf = async (hid: string) =>
  (
    await stage.rows('select letter_status as status, letter_problem as problem from letter where letter_hid = $1', [
      `packet-${hid}`,
    ])
  )[0]

const plain = () => stage.rows("select staff_protection_set('anna', 'plain')")
const [first, second] = ['a'.repeat(32), 'b'.repeat(32)]

test('a packet that is opened while plain becomes passphrase is locked', async () => {
  await plain()
  await office.query('begin')
  await newPhrase(first)
  const opening = open()
  await waits(mail())
  await office.query('commit')
  expect(await opening).toMatchObject({ protection: 'passphrase', phrase: { salt: first } })
})

test('one that is opened while a new phrase is made opens with the new one', async () => {
  await office.query('begin')
  await newPhrase(second)
  const opening = open()
  await waits(mail())
  await office.query('commit')
  expect(await opening).toMatchObject({ protection: 'passphrase', phrase: { salt: second } })
})

test('a new phrase waits for a packet that is being made, and revokes it', async () => {
  await mail().query('begin')
  const packet = await open()
  const changing = newPhrase(first)
  await waits(office)
  await post(packet)
  await mail().query('commit')
  await changing
  expect(await stateOf(packet.hid)).toEqual({ status: 'failed', problem: 'packet-revoked' })
  expect(await claimed()).not.toContain(`packet-${packet.hid}`)
})

test('a change from plain waits for a packet that is being made, and its letter never leaves', async () => {
  await plain()
  await mail().query('begin')
  const packet = await open()
  const changing = office.query("select staff_protection_set('anna', 'passphrase')")
  await waits(office)
  await post(packet)
  await mail().query('commit')
  await changing
  expect(await claimed()).not.toContain(`packet-${packet.hid}`)
  expect(await stateOf(packet.hid)).toEqual({ status: 'failed', problem: 'protection-changed' })
})

test('a change waits for a letter that is on its way out, and a letter waits for a change', async () => {
  await plain()
  await mail().query('begin')
  const packet = await open()
  await post(packet)
  await mail().query('commit')
  const letter = `packet-${packet.hid}`
  // nothing changes while it is handed over
  await mail().query('begin')
  expect(await claimed()).toContain(letter)
  const changing = office.query("select staff_protection_set('anna', 'passphrase')")
  await waits(office)
  await mail().query('rollback')
  await changing
  await plain()
  await stage.rows(
    "update letter set letter_status = 'queued', letter_problem = null, letter_made = clock_timestamp() where letter_hid = $1",
    [letter],
  )
  // nothing is handed over while a change is under way
  await office.query('begin')
  await office.query("select staff_protection_set('anna', 'passphrase')")
  expect(await claimed()).not.toContain(letter)
  expect(await stateOf(packet.hid)).toEqual({ status: 'queued', problem: null })
  await office.query('commit')
  expect(await claimed()).not.toContain(letter)
  expect(await stateOf(packet.hid)).toEqual({ status: 'failed', problem: 'protection-changed' })
})
