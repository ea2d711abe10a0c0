// What an embedded server keeps to itself: its log, locks by number and large objects, its folder.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makePlace, ownerUrl, type Place, stateOf } from '../helpers/place.ts'

describe('an embedded database', () => {
  let place: Place
  beforeAll(async () => {
    place = makePlace()
    const made = await place.satchel(
      'init',
      '--organisation',
      'Kilimo',
      '--mail',
      'core@kilimo.example',
      '--samples',
      '--protection',
      'plain',
    )
    expect([made.code, made.err]).toEqual([0, ''])
  })
  afterAll(() => place.remove())

  test('writes nothing that was refused into its log, whatever the settings say that somebody saved', async () => {
    const state = stateOf(place)
    const superUrl = `postgresql://postgres:${state.superPassword}@localhost/satchel?host=${encodeURIComponent(state.socket)}`
    await withClient(superUrl, async client => {
      await client.query("alter system set log_min_messages = 'notice'")
      await client.query("alter system set log_statement = 'all'")
      await client.query('select pg_reload_conf()')
    })
    const logged = () => readFileSync(join(state.data, 'server.log'), 'utf8')
    await withClient(ownerUrl(place), async client => {
      for (const text of [
        "select 'Fatuma Auma'::date",
        "insert into person (person_given, person_born) values ('Fatuma', 'Auma')",
        "insert into person (person_id, person_given, person_language) values (1, 'Fatuma', 'Auma')",
        "do $$ begin raise exception 'Fatuma Auma'; end $$",
        "do $$ begin raise warning 'Fatuma Auma'; end $$",
        'select Fatuma from Auma',
      ])
        await client.query(text).catch(() => undefined)
      await client.query({ text: 'select $1::date', values: ['Fatuma Auma'] }).catch(() => undefined)
    })
    expect(logged()).toMatch(/ready to accept connections/)
    expect(logged()).not.toMatch(/Fatuma|Auma/)
    const found = (await place.satchel('verify', '--json')).json<{ what: string; state: string }[]>()
    expect(found).toContainEqual(expect.objectContaining({ what: "the server's log", state: 'ok' }))
  })

  test.skipIf(process.getuid?.() !== 0)(
    'of a home folder that was removed is named, so that it can be removed too',
    async () => {
      const { data } = stateOf(place)
      expect(readFileSync(join(data, 'satchel-home'), 'utf8').trim()).toBe(place.folder)
      const left = mkdtempSync(join(data, '../left-'))
      const gone = join(place.folder, 'gone')
      try {
        writeFileSync(join(left, 'satchel-home'), `${gone}\n`)
        const status = await place.satchel('db', 'status', '--json')
        expect(status.json<{ left: unknown[] }>().left).toContainEqual({ data: left, home: gone })
        expect((await place.satchel('db', 'status')).out).toContain(`remove this too: rm -r ${left}`)
      } finally {
        rmSync(left, { recursive: true })
      }
    },
  )

  test('gives no login locks by number or large objects; migrating an earlier one takes them away', async () => {
    const state = stateOf(place)
    const address = (user: string, password: string) =>
      `postgresql://${user}:${password}@localhost/satchel?host=${encodeURIComponent(state.socket)}`
    const anna = 'satchel_staff_anna'
    await withClient(ownerUrl(place), client => client.query(`alter role ${anna} login password 'for-this-test'`))
    const tries = () =>
      withClient(address(anna, 'for-this-test'), async client => {
        const codes: string[] = []
        for (const call of [
          'pg_advisory_lock(1)',
          'pg_try_advisory_xact_lock_shared(1, 2)',
          'lo_create(0)',
          "lo_from_bytea(0, 'x')",
        ]) {
          const told = client.query(`select ${call}`)
          codes.push(
            await told.then(
              () => 'done',
              (error: { code: string }) => error.code,
            ),
          )
        }
        return codes
      })
    const refused = Array.from({ length: 4 }, () => '42501')
    expect(await tries()).toEqual(refused)
    // as an earlier version left it
    await withClient(address('postgres', state.superPassword), client =>
      client.query('grant execute on function pg_advisory_lock(bigint), lo_create(oid) to public'),
    )
    expect((await tries()).slice(0, 1)).toEqual(['done'])
    expect(await place.satchel('db', 'migrate')).toMatchObject({ code: 0 })
    expect(await tries()).toEqual(refused)
  })
})
