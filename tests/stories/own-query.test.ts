// A colleague's own query: stored in the table, run over their own login, whose password satchel staff login has set. As an operator
// does it: the real command, with a real server that asks for the password.

import { PassThrough } from 'node:stream'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPassword } from '@satchel/core/cli/password'
import { NewPassword } from '@satchel/core/staff/change-staff'
import { scramVerifier } from '@satchel/core/staff/scram'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const password = 'gutes-Pferd-7-klammer'
let home: TestHome
let file: string
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['tina', 'admin'],
    ['olga', 'office'],
  ]) {
    await home.rows("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
  }
  await home.person('P1')
  file = join(home.home.folder, 'password.txt')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
})
afterAll(() => home.close())

const loginOf = async (hid: string) =>
  (await home.rows<{ login: string }>('select staff_role_of($1) as login', [hid]))[0]?.login ?? ''
const connected = async (hid: string, secret = password) => {
  const client = new Client({
    connectionString: addressOf(inject('cluster').superUrl, await loginOf(hid), secret, home.database.name),
  })
  await client.connect()
  return client
}

describe('a password', () => {
  test('is set by an administrator or by whose login it is, from a file; the audit has it, and nothing has the password', async () => {
    for (const operator of ['grace', 'anna']) {
      const refused = await home.satchel(['--as', operator, 'staff', 'login', 'olga', '--password-file', file])
      expect([refused.code, refused.out]).toEqual([2, ''])
      expect(refused.err).toContain('(staff/admin-only)')
    }
    const set = await home.satchel(['--as', 'tina', 'staff', 'login', 'olga', '--password-file', file])
    expect([set.code, set.err]).toEqual([0, ''])
    const login = await loginOf('olga')
    expect(set.out).toMatch(/^olga \("olga"\) logs in with the new password: postgres(ql)?:\/\//)
    expect(set.out).toContain(`//${login}@`)
    expect(set.out + set.err).not.toContain(password)
    expect((await home.satchel(['--as', 'grace', 'staff', 'login', 'grace', '--password-file', file])).code).toBe(0)
    const client = await connected('olga')
    await client.end()
    const seen = await home.rows<{ by: string; fields: string }>(
      "select audit_by as by, audit_fields as fields from audit where audit_table = 'staff' and audit_verb = 'update' order by audit_id desc limit 2",
    )
    expect(seen).toEqual([
      { by: await loginOf('grace'), fields: 'staff_password_set' },
      { by: await loginOf('tina'), fields: 'staff_password_set' },
    ])
    expect(JSON.stringify(await home.rows('select to_jsonb(a) from audit_content a'))).not.toContain(password)
  })

  test('is never an argument, is asked for on a terminal only, and has a length', async () => {
    const args = ['--as', 'tina', 'staff', 'login', 'olga']
    expect((await home.satchel([...args, '--password', password])).code).toBe(2)
    const blind = await home.process(args, { input: `${password}\n${password}\n` })
    expect([blind.code, blind.err]).toMatchObject([2, expect.stringContaining('no terminal')])
    for (const wrong of ['short', ' leading-space-12', 'straße-straße-12', 'x'.repeat(201)]) {
      expect(NewPassword.safeParse(wrong).error?.issues[0]?.message, wrong).toContain('12 to 200')
    }
    expect(NewPassword.parse('x'.repeat(12)) + NewPassword.parse('y'.repeat(200))).toHaveLength(212)
  })

  test('reaches the database as a verifier only', async () => {
    await expect(home.rows("select staff_password_set('olga', $1)", [password])).rejects.toMatchObject({
      code: '22023',
    })
    // the example of RFC 7677
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
    expect(scramVerifier('pencil', salt)).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    )
  })

  test('that is typed is not shown, can be corrected, and is asked for twice', async () => {
    const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
    const err = new PassThrough()
    const world = { streams: { out: new PassThrough(), err, keys }, env: {}, now: () => new Date() }
    const asked = readPassword(
      { ...world, stop: new AbortController().signal, setExitCode: () => undefined },
      undefined,
      true,
    )
    keys.write('secret-word-1x\u007f\r')
    await new Promise(resolve => setImmediate(resolve))
    await new Promise(resolve => setImmediate(resolve))
    keys.write('secret-word-1\r')
    expect(await asked).toBe('secret-word-1')
    expect(String(err.read())).toBe('New password: \nThe same once more: \n')
  })

  test('for a login that may do more than a colleague is not set', async () => {
    await home.rows('alter table staff disable trigger a_keep')
    await home.rows("update staff set staff_login = 'satchel_import' where staff_hid = 'olga'")
    try {
      const refused = await home.satchel(['--as', 'tina', 'staff', 'login', 'olga', '--password-file', file])
      expect([refused.code, refused.out]).toEqual([2, ''])
    } finally {
      await home.rows("update staff set staff_login = current_database() || '_staff_olga' where staff_hid = 'olga'")
      await home.rows('alter table staff enable trigger a_keep')
    }
  })
})

describe('a query of one’s own', () => {
  beforeAll(async () => {
    const olga = await connected('olga')
    const keep = (name: string, text: string, params = '') =>
      olga.query(
        "insert into query (query_hid, query_about, query_params, query_returns, query_use, query_sql, query_owner) values ($1, 'mine', $3, 'many', 'people', $2, session_user)",
        [name, text, params],
      )
    await keep(
      'user/by-name',
      'select person_hid as hid, session_user::text as login from person where person_given = $1[1]',
      'name text Given name',
    )
    await keep('user/takes-over', "select set_config('role', 'satchel_owner', true)")
    await keep('user/writes', "update person set person_given = 'X' returning 1")
    await olga.end()
  })
  const asOlga = (...args: string[]) => home.satchel(['--as', 'olga', 'query', ...args])

  test('runs over their own login, with its name for each parameter', async () => {
    const ended = await home.satchel([
      '--json',
      '--as',
      'olga',
      'query',
      'user/by-name',
      '--param',
      'name=Jimmy',
      '--password-file',
      file,
    ])
    expect([ended.code, ended.err]).toEqual([0, ''])
    expect(ended.json()).toEqual([{ hid: 'P1', login: await loginOf('olga') }])
    expect((await asOlga('--list')).out).toContain('user/by-name')
    expect((await asOlga('user/by-name', '--param', 'nam=Jimmy', '--password-file', file)).err).toContain(
      'it takes: name',
    )
  })

  test('does not open with another password, and is nobody else’s to run', async () => {
    const other = join(home.home.folder, 'other.txt')
    writeFileSync(other, 'another-password-1')
    const shut = await asOlga('user/by-name', '--param', 'name=Jimmy', '--password-file', other)
    expect([shut.code, shut.out]).toEqual([2, ''])
    expect(shut.err).toContain('(staff/no-login)')
    for (const operator of ['grace', 'tina', 'anna']) {
      const refused = await home.satchel([
        '--as',
        operator,
        'query',
        'user/by-name',
        '--param',
        'name=Jimmy',
        '--password-file',
        file,
      ])
      expect([refused.code, refused.out]).toEqual([2, ''])
      expect(refused.err).toContain('(query/not-known)')
    }
  })

  test('can take no other role and change nothing', async () => {
    for (const name of ['user/takes-over', 'user/writes']) {
      const ended = await asOlga(name, '--password-file', file)
      expect(ended.code, name).not.toBe(0)
    }
    expect(await home.rows('select person_given as given from person')).toEqual([{ given: 'Jimmy' }])
  })
})
