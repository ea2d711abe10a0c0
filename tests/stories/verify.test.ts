// satchel verify finds what is not as it should be, and names it.

import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let prepared: TestHome
beforeAll(async () => {
  prepared = await makeHome()
  await prepared.person('P1')
  await prepared.satchel(['dispatch', 'P1', '--to', 'anna'])
  await prepared.satchel(['send'])
  const [packet] = prepared.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  prepared.drop('good.sexp', replyTo(packet, { set: { 'given-name': 'James' } }))
  prepared.drop('broken.sexp', '(satchel-reply')
  expect((await prepared.satchel(['run', '--once'])).code).toBe(0)
})
afterAll(() => prepared.close())

interface Finding {
  readonly what: string
  readonly state: string
  readonly says: string
}
const states = async (home: TestHome) => {
  const ended = await home.satchel(['verify', '--json'])
  return { code: ended.code, found: ended.json<readonly Finding[]>().filter(each => each.state === 'wrong') }
}

test('where all is well it says so, reminds of the recovery key, and ends with 0', async () => {
  const ended = await prepared.satchel(['verify'])
  expect([ended.code, ended.err]).toEqual([0, ''])
  expect(ended.out).toMatch(/^recovery key +to do /m)
  expect(ended.out).not.toContain('WRONG')
})

describe('it finds', () => {
  const quarantine = (home: TestHome) => {
    const folder = join(home.home.spool, 'folder/quarantine')
    return join(folder, readdirSync(folder)[0] ?? '')
  }
  const sql = (home: TestHome, text: string) =>
    withClient(home.database.url('satchel'), async client => {
      await client.query('set role satchel_owner')
      await client.query(text)
    })

  test.each<readonly [string, string, RegExp, (home: TestHome) => unknown]>([
    ['a quarantined file that is gone', 'spools', /has no file/, home => rmSync(quarantine(home))],
    ['a quarantined file that was changed', 'spools', /was changed/, home => appendFileSync(quarantine(home), 'x')],
    [
      'a run that does not add up',
      'import runs',
      /run \d+ does not add up/,
      home => sql(home, 'update import_run set import_run_pulled = import_run_pulled + 1'),
    ],
    [
      'an acknowledgement that is gone',
      'acknowledgements',
      /never acknowledged/,
      home => sql(home, "delete from letter where letter_kind = 'acknowledgement'"),
    ],
    [
      'an audit that was changed',
      'audit',
      /changed/,
      async home => {
        await home.satchel(['verify'])
        await sql(
          home,
          "alter table audit disable trigger user; update audit set audit_by = 'nobody'; alter table audit enable trigger user",
        )
      },
    ],
    [
      'a private key of another pair',
      'core key',
      /envelope\/not-ours|key\//,
      home => writeFileSync(join(home.home.keys, 'core-private.asc'), 'no key'),
    ],
    ['a mark key that is gone', 'mark key', /key\/missing/, home => rmSync(join(home.home.keys, 'mark.key'))],
  ])('%s', async (_what, where, says, spoil) => {
    const home = await makeHome({ from: prepared })
    try {
      await spoil(home)
      const { code, found } = await states(home)
      expect([code, found]).toEqual([3, [{ what: where, state: 'wrong', says: expect.stringMatching(says) }]])
    } finally {
      await home.close()
    }
  })
})
