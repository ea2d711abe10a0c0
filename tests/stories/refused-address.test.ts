// A mail server that refuses recipients at once, before a letter is handed over.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeAll, reply, startServer } from '../dispatcher/smtp-servers.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(async () => {
  await closeAll()
  await home.close()
})

test('an address that it does not know gets no more letters; what it says of us, or of the letter, marks nobody', async () => {
  const said: Readonly<Record<string, string>> = {
    'gone@example.org': '5.1.1 no such user',
    'ours@example.org': '5.1.8 domain of the sender not found',
    'spam@example.org': '5.7.1 not wanted',
  }
  const { port } = await startServer({
    onRcptTo: ({ address }, _session, done) => done(reply(550, said[address] ?? 'no')),
  })
  for (const [index, mail] of Object.keys(said).entries()) {
    const hid = `P${index + 1}`
    await home.person(hid)
    await home.rows(
      `update contact_point set contact_point_value = $2 from person where person_id = contact_point_entity and person_hid = $1
       and lookup_value(contact_point_kind) = 'email'`,
      [hid, mail],
    )
    expect(await home.satchel(['form', hid])).toMatchObject({ code: 0 })
  }
  const sent = await home.satchel(['send'], { env: { SATCHEL_SMTP_URL: `smtp://127.0.0.1:${port}` } })
  expect(sent.out + sent.err).not.toMatch(/@example\.org/)
  expect(await home.rows("select count(*)::int as n from letter where letter_problem = 'smtp/refused'")).toEqual([
    { n: 3 },
  ])
  expect(
    await home.rows('select contact_point_value as v from contact_point where contact_point_bounced is not null'),
  ).toEqual([{ v: 'gone@example.org' }])
})
