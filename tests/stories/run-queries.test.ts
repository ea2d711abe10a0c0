// satchel run prepares every stored query before it works: one that does not fit the database stops it, and nothing was begun.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Running } from '../helpers/command.ts'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf, lettersOf } from '../helpers/letters.ts'

let home: TestHome
let running: Running | undefined

beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  expect(await home.satchel(['dispatch', 'P1', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.ended
})
afterAll(() => home.close())

// the last step of a round that asks the database: without the check, all else would be done before it fails
const hide = () => home.rows('alter function next_form_request() rename to elsewhere')
const show = () => home.rows('alter function elsewhere() rename to next_form_request')

test('before the first round: exit 10, and what came waits where it is', async () => {
  const letter = lettersOf(home.home.mail, mails.anna).find(one => one.file.startsWith('packet-'))
  if (letter === undefined) throw new Error('no letter')
  home.drop('one.txt', fillForm(attachmentOf(letter, '.txt'), { 'Given name': 'James' }))
  await hide()
  const stopped = await home.satchel(['run', '--once'])
  expect([stopped.code, stopped.err]).toEqual([10, expect.stringContaining('statement/wrong')])
  expect(stopped.err).toContain('satchel db migrate')
  expect(existsSync(join(home.inbox, 'one.txt'))).toBe(true)
  expect(await home.rows('select from item')).toEqual([])

  await show()
  expect(await home.satchel(['run', '--once'])).toMatchObject({ code: 0, out: expect.stringContaining('1 imported') })
})

test('while it runs: after a migrate that leaves one that does not fit, and not before', async () => {
  running = home.start(['run'], { env: { SATCHEL_EVERY_SECONDS: '1' } })
  await running.until(/running for /)
  // as a migrate of another version does: a function is another one, and all queries are stored anew
  await home.rows(`begin; alter function next_form_request() rename to elsewhere;
    create temporary table stored on commit drop as select * from query where query_hid = 'queries/list';
    delete from query where query_hid = 'queries/list';
    insert into query select (jsonb_populate_record(stored, jsonb_build_object('query_id', nextval('query_query_id_seq')))).* from stored;
    commit`)
  const ended = await running.ended
  expect([ended.code, ended.err]).toEqual([10, expect.stringContaining('statement/wrong')])
  await show()
})
