// A person's own form that is answered sealed, as it leaves: on request, or because the organisation wants it so.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrive, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'

const jimmy = 'jimmy@example.org'
const outside = { SATCHEL_INTAKE_URL: 'https://intake.kilimo.example', SATCHEL_INTAKE_RECEIPT_KEY: 'c29tZSBrZXk=' }

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

const newest = () => {
  const letter = home.letters(jimmy).findLast(({ file }) => file.startsWith('packet-'))
  if (letter === undefined) throw new Error('no letter')
  return letter
}
const isSealed = () => {
  const { attachments } = newest()
  const [page = ''] = attachments.values()
  return (
    [...attachments.keys()].every(name => !/[.](?:txt|sexp)$/.test(name)) &&
    !page.includes('<form') &&
    page.includes('id="plain"')
  )
}

describe('a sealed form', () => {
  test('is the rule where the setting says so, also for a form that somebody asked for', async () => {
    const env = { ...outside, SATCHEL_OWN_FORMS: 'sealed' }
    const wish = await sealedSubmission(home.home, { kind: 'form-request', fields: [['email', jimmy]] })
    await arrive(home.home, wish, 'open')
    const round = await home.satchel(['run', '--once', '--json'], { env: { ...env, SATCHEL_MAIL_TRUST: 'none' } })
    expect(round.json<object>()).toMatchObject({ requests: 1, letters: { sent: 1 } })
    expect(isSealed()).toBe(true)
  })

  test('leaves on request: the page alone, and in the database a packet like any other', async () => {
    expect((await home.satchel(['form', 'P1', '--sealed'], { env: outside })).code).toBe(0)
    expect((await home.satchel(['send'], { env: outside })).code).toBe(0)
    expect(isSealed()).toBe(true)
    expect(newest().text.replace(/\s+/g, ' ')).toContain('The page seals your answer before it leaves')
    expect(newest().text).not.toMatch(/\[end\]|Okello/)
    expect(await home.rows('select distinct packet_protection as p, packet_kind as k from packet')).toEqual([
      { p: 'plain', k: 'self-update' },
    ])
    await home.satchel(['form', 'P1'], { env: outside })
    await home.satchel(['send'], { env: outside })
    expect(isSealed()).toBe(false)
  })

  test('does not leave where no page could send its answer', async () => {
    const { SATCHEL_INTAKE_URL: url } = outside
    for (const env of [{}, { SATCHEL_INTAKE_URL: url }]) {
      const refused = await home.satchel(['form', 'P1', '--sealed'], { env })
      expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(form/cannot-seal)')])
    }
    const wrong = await home.satchel(['form', 'P1'], { env: { SATCHEL_OWN_FORMS: 'sealed' } })
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('sealed needs intakeUrl and intakeReceiptKey')])
    const none = await home.satchel(['form', 'P1', '--sealed'], { env: { ...outside, SATCHEL_OWN_FORMS: 'none' } })
    expect(none.err).toContain('(form/not-in-clear)')
  })
})
