// Somebody logs in to PostgreSQL, locks what the program needs, and goes home: commands end that session and run through.

import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
let login: string

beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.satchel(['dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['send'])
  login = (await home.rows<{ login: string }>("select staff_role_of('anna') as login"))[0]?.login ?? ''
  await home.rows(`alter role ${login} password 'for-this-test'`)
})
afterAll(() => home.close())

async function lock(...texts: readonly string[]): Promise<void> {
  const client = new Client({
    connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', home.database.name),
  })
  client.on('error', () => undefined)
  await client.connect()
  for (const text of ['begin', ...texts]) await client.query(text)
}

test('an import, a backup and an upgrade say whose session it was, and are done', async () => {
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  const row = packet.record.rows.get('contact-point')?.[0]?.id ?? 'none'
  const rows = [{ collection: 'contact-point', row, fields: { kind: 'phone', value: '+255 700 000 009' } }]
  home.drop('1.sexp', replyTo(packet, { rows }))
  await lock("select pg_advisory_lock(hashtext('satchel/import'))", 'lock table contact_point in access exclusive mode')
  const imported = await home.process(['import', '--json'])
  expect([imported.code, imported.err]).toEqual([0, expect.stringContaining(`A session of ${login} held a lock`)])
  expect(imported.json()).toMatchObject({ imported: 1, balanced: true })

  await lock('lock table address in access exclusive mode')
  expect(await home.process(['db', 'backup', join(home.home.folder, 'satchel.backup')])).toMatchObject({ code: 0 })

  await lock('select from person')
  expect(await home.process(['db', 'migrate'])).toMatchObject({ code: 0 })
})
