// Items that are no replies, in SQL: form requests, inquiries with files, notices, and what an intake is told.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const importer = async <T>(text: string, values: unknown[] = []) =>
  (await stage.as('satchel_import').query<{ r: T }>(`select ${text} as r`, values)).rows[0]?.r as T
const dispatcher = async <T>(text: string, values: unknown[] = []) =>
  (await stage.as('satchel_dispatch').query<{ r: T }>(`select ${text} as r`, values)).rows[0]?.r as T

/** A person with an address of mail of their own. */
async function personAt(mail: string): Promise<number> {
  const person = await stage.person()
  await stage.rows(
    "update contact_point set contact_point_value = $2 where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'email'",
    [person, mail],
  )
  return person
}

describe('a wish for a form', () => {
  interface Wish {
    readonly request: number
    readonly make: readonly string[]
    readonly status: string
  }
  const wish = async (mail: string) => {
    const item = await stage.item()
    await importer('note_form_request($1, $2, $3, now())', [item.id, mail, 'mark'])
    const found = await dispatcher<Wish>('next_form_request()')
    await dispatcher('end_form_request($1, $2)', [found.request, found.status])
    return found
  }
  /** The letter of a packet, as queued and sent some hours ago. */
  const letterOf = async (packet: { id: number; hid: string }, mail: string, hours: number) =>
    stage.rows(
      "insert into letter (letter_hid, letter_kind, letter_packet, letter_to, letter_digest, letter_bytes, letter_queued, letter_status, letter_sent, letter_sendings) values ($1, 'packet', $2, $3, 'x', 'x', now() - $4 * interval '1 hour', 'sent', now() - $4 * interval '1 hour', 1)",
      [`packet-${packet.hid}`, packet.id, mail, hours],
    )

  test('of an address that nobody has makes nothing', async () => {
    expect(await wish('nobody@example.org')).toMatchObject({ status: 'unknown', make: [] })
  })

  test("makes a form for each person at that address, a family's for all of them", async () => {
    await personAt('family@example.org')
    await personAt('Family@Example.org')
    const found = await wish('family@example.org')
    expect(found).toMatchObject({ status: 'sent' })
    expect(found.make).toHaveLength(2)
  })

  test('is answered once a day', async () => {
    const packet = await stage.ownPacket(await personAt('often@example.org'))
    await letterOf(packet, 'often@example.org', 23)
    expect(await wish('often@example.org')).toMatchObject({ status: 'too-often', make: [] })
  })

  test('sends a form again that is still good; one that was answered, or whose record changed, is made new', async () => {
    const person = await personAt('again@example.org')
    const packet = await stage.ownPacket(person)
    await letterOf(packet, 'again@example.org', 25)
    expect(await wish('again@example.org')).toMatchObject({ status: 'sent-again', make: [] })
    expect(await stage.rows("select letter_status as s from letter where letter_to = 'again@example.org'")).toEqual([
      { s: 'queued' },
    ])
    await stage.rows(
      "update letter set letter_status = 'sent', letter_queued = letter_sent where letter_to = 'again@example.org'",
    )
    await stage.office(person, 'James')
    expect((await wish('again@example.org')).make).toHaveLength(1)
  })

  test('leaves no address behind', async () => {
    await wish('forget@example.org')
    expect(await stage.rows('select 1 from form_request where form_request_mailto is not null')).toEqual([])
  })
})

describe('an inquiry', () => {
  test("waits in its queue, and changes nobody's record", async () => {
    await personAt('asks@example.org')
    const count = () =>
      stage.one(
        'select (select count(*) from person) as p, (select count(*) from activity) as a, (select count(*) from letter) as l',
      )
    const before = await count()
    const item = await stage.item()
    const hid = await importer<string>('note_inquiry($1, $2, now())', [
      item.id,
      JSON.stringify({ name: ' Neema ', email: 'asks@example.org', message: 'Do you sell seed?' }),
    ])
    expect(
      await stage.one('select inquiry_name as n, inquiry_status as s from inquiry where inquiry_hid = $1', [hid]),
    ).toEqual({ n: 'Neema', s: 'new' })
    expect(await count()).toEqual(before)
  })

  test('takes the files that it names, if they wait, and no others', async () => {
    const [item, file, stranger] = [await stage.item(), await stage.item(), await stage.item()]
    const files = (names: readonly string[]) =>
      JSON.stringify(names.map(name => ({ item: name, name: '../../etc/passwd', type: 'text/plain' })))
    expect(await importer('files_missing($1)', [files([file.hash, hash('not yet')])])).toBe(1)
    await importer('attach_files($1, $2, $3)', [item.id, stage.runId, files([file.hash, item.hash, hash('never')])])
    // a second submission that names the same file does not get it
    await importer('attach_files($1, $2, $3)', [stranger.id, stage.runId, files([file.hash])])
    expect(
      await stage.rows(
        'select item_file_item::integer as of, item_hid as file, item_state as state from item_file join item on item_id = item_file_upload',
      ),
    ).toEqual([{ of: item.id, file: file.hash, state: 'attached' }])
    await importer('end_item($1, $2, $3, null, null)', [item.id, stage.runId, 'noted'])
    await importer('end_item($1, $2, $3, null, null)', [stranger.id, stage.runId, 'noted'])
  })
})

describe('notices', () => {
  test('go out once per id, and so many an address and day', async () => {
    const notice = (id: string, to = 'loop@example.org') =>
      importer<boolean>('queue_notice($1, null, $2, $3, $4, 3)', [id, to, 'd', Buffer.from('x')])
    expect(await notice('n1')).toBe(true)
    expect(await notice('n1')).toBe(false)
    expect([await notice('n2'), await notice('n3'), await notice('n4', 'LOOP@example.org')]).toEqual([
      true,
      true,
      false,
    ])
    expect(await notice('n5', 'other@example.org')).toBe(true)
  })

  test('of one kind silence no other: junk that is answered costs nobody a question', async () => {
    const notice = (id: string) =>
      importer<boolean>("queue_notice($1, null, 'junk@example.org', 'd', 'x', 1)", [`notice-${id}`])
    expect([await notice('kept-1'), await notice('kept-2')]).toEqual([true, false])
    expect([await notice('again-1'), await notice('unsubscribed-1')]).toEqual([true, true])
  })
})

describe('a letter that cannot go now', () => {
  test('is put off, longer each time, and fails after five days', async () => {
    await stage.rows("update letter set letter_status = 'sent', letter_sent = now() where letter_status = 'queued'")
    await importer('queue_notice($1, null, $2, $3, $4, 9)', ['later', 'later@example.org', 'd', Buffer.from('x')])
    const take = async () =>
      (await stage.as('satchel_dispatch').query<{ letter: string }>('select letter from claim_letters(9)')).rows
    const [letter] = await take()
    const later = () => dispatcher<boolean>('letter_later($1, $2)', [letter?.letter, 'mail/busy'])
    const waits = async () =>
      (
        await stage.one<{ s: number }>(
          "select round(extract(epoch from letter_next - clock_timestamp()) / 60)::integer as s from letter where letter_hid = 'later'",
        )
      ).s
    expect(await later()).toBe(false)
    expect(await take()).toEqual([])
    expect(await waits()).toBe(1)
    await later()
    expect(await waits()).toBe(2)
    for (let count = 0; count < 12; count++) await later()
    expect(await waits()).toBe(240)
    await stage.rows("update letter set letter_queued = now() - interval '5 days 1 minute' where letter_hid = 'later'")
    expect(await later()).toBe(true)
  })

  test('with all that is known of somebody keeps nothing once it has failed', async () => {
    await importer('queue_notice($1, null, $2, $3, $4, 9)', ['my-data-1-x', 'x@example.org', 'd', Buffer.from('x')])
    const kept = () =>
      stage.one<{ id: string; bytes: boolean; status: string }>(
        "select letter_id as id, letter_bytes is not null as bytes, letter_status as status from letter where letter_hid = 'my-data-1-x'",
      )
    const { id } = await kept()
    await dispatcher('letter_later($1, $2)', [id, 'mail/busy'])
    expect(await kept()).toMatchObject({ bytes: true, status: 'queued' })
    await stage.rows("update letter set letter_queued = now() - interval '5 days 1 minute' where letter_id = $1", [id])
    await dispatcher('letter_later($1, $2)', [id, 'mail/busy'])
    expect(await kept()).toMatchObject({ bytes: false, status: 'failed' })
  })
})

describe('what an intake is told', () => {
  test('hashes of the tokens that are good for something now', async () => {
    const person = await stage.person()
    const [live, revoked, old] = [await stage.ownPacket(person), await stage.packet(person), await stage.packet(person)]
    await stage.rows("update packet set packet_status = 'revoked' where packet_id = $1", [revoked.id])
    await stage.rows("update token set token_expires = now() - interval '1 second' where token_hid = $1", [
      hash(old.token),
    ])
    const { rows } = await stage
      .as('satchel_import')
      .query<{ hash: string }>("select hash from live_tokens('', 100000)")
    const told = new Set(rows.map(row => row.hash))
    expect(
      [live.token, live.tokens.unsubscribe, live.tokens.bounce, old.token].map(token => told.has(hash(token))),
    ).toEqual([true, true, false, false])
    // a revoked packet still has its sender told so: its replies are no noise
    expect(told.has(hash(revoked.token))).toBe(true)
  })

  test('which items may be settled: those with a final state, and none that is not known', async () => {
    const [waits, ended] = [await stage.item(), await stage.item()]
    await importer('end_item($1, $2, $3, null, null)', [ended.id, stage.runId, 'noted'])
    const ask = async (name: string) =>
      (
        await stage
          .as('satchel_import')
          .query<{ hash: string }>(`select hash from ${name}($1)`, [
            JSON.stringify([waits.hash, ended.hash, hash('x')]),
          ])
      ).rows.map(row => row.hash)
    expect(await ask('ended_items')).toEqual([ended.hash])
    expect((await ask('known_items')).sort()).toEqual([waits.hash, ended.hash].sort())
  })
})

test('sales see no inquiry, no file and no wish; an office that is not active any more neither', async () => {
  const client = stage.as('satchel')
  for (const table of ['inquiry', 'item_file', 'form_request']) {
    await client.query('begin')
    await client.query("select set_config('role', staff_role_of('anna'), true)")
    await expect(client.query(`select ${table}_id from ${table}`)).rejects.toMatchObject({ code: '42501' })
    await client.query('rollback')
  }
})
