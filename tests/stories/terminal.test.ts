// Values of people, files and senders on the operator's screen, through the real commands: none of them turns or hides what
// stands beside it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'

const turned = 'Ann\u202Egpj.exe\u2066\u200B'
let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('U1')
  await home.rows("update person set person_given = $1, person_note = $1 where person_hid = 'U1'", [turned])
  const files = [{ name: `${turned}.txt`, type: turned, sha256: 'a'.repeat(64) }]
  const fields = [
    ['name', turned],
    ['message', turned],
  ] as const
  await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields, files: [] }), 'open')
  await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields: [], files }), 'open')
  home.drop(`${turned}.sexp`, 'no reply')
  await home.satchel(['import'])
})
afterAll(() => home.close())

test.each([
  [['show', 'U1']],
  [['history', 'U1']],
  [['query', 'people/by-description', '--param', 'words=gpj', 'limit=10']],
  [['query', 'people/by-description', '--param', 'words=gpj', 'limit=10', '--format', 'json']],
  [['inquiry', 'list']],
  [['inquiry', 'show', 'inquiry-1']],
  [['quarantine', 'list']],
  [['show', turned]],
  [['duplicate', 'list']],
  [['--as', turned, 'show', 'U1']],
  [['problem', turned]],
  [['import', `/no/such/${turned}`]],
  [[turned]],
] as const)('%j prints no character that turns or hides others', async args => {
  for (const words of [args, [...args, '--json']]) {
    const { out, err } = await home.satchel([...words])
    expect(out + err).not.toBe('')
    // oxlint-disable-next-line no-control-regex
    expect(out + err).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202E\u2066]/)
  }
})

test('a name is shown with the number of what it hides, and JSON says it whole', async () => {
  expect((await home.satchel(['show', 'U1'])).out).toContain('Ann\\u202Egpj.exe\\u2066\\u200B')
  expect(JSON.stringify((await home.satchel(['show', 'U1', '--json'])).json())).toContain(turned)
})
