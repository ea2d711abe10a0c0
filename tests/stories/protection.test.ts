// Nobody gets a plain letter by accident: the real command line asks for the choice, refuses to send without one, and says who gets what.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

const add = (hid: string, ...more: readonly string[]) =>
  home.satchel(['staff', 'add', hid, '--name', hid, '--email', `${hid}@kilimo.example`, ...more])
const protection = async (hid: string) =>
  (await home.rows<{ p: string | null }>('select staff_protection as p from staff where staff_hid = $1', [hid]))[0]?.p
/** As an upgrade leaves somebody. */
const forget = (hid: string) => home.rows('update staff set staff_protection = null where staff_hid = $1', [hid])

describe('a new colleague', () => {
  test('is not added without a choice where there is no terminal', async () => {
    const refused = await add('carl')
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toContain('--protection')
    expect(await protection('carl')).toBeUndefined()
  })

  test('is plain by the explicit word, which warns', async () => {
    const added = await add('carl', '--protection', 'plain')
    expect(added.code, added.err).toBe(0)
    expect(added.out).toContain('travel in the clear')
    expect(await protection('carl')).toBe('plain')
  })

  test('gets a phrase at once, and gets nothing before their key where it is pgp', async () => {
    const added = await add('dora', '--protection', 'passphrase')
    expect(added.out).toMatch(/shown this once:\n {2}(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\n/)
    expect(await protection('dora')).toBe('passphrase')
    const waiting = await add('emil', '--protection', 'pgp')
    expect(waiting.err).toContain('satchel staff protection emil pgp')
    expect(await protection('emil')).toBeNull()
    await home.rows("update staff set staff_active = false where staff_hid = 'emil'")
  })
})

describe('one for whom nobody has chosen', () => {
  test('gets no packet; the refusal, next and status say what to do; what is out stays answerable', async () => {
    expect((await home.satchel(['dispatch', 'P1', '--to', 'anna'])).code).toBe(0)
    await home.satchel(['send'])
    await forget('anna')
    const refused = await home.satchel(['dispatch', 'P1', '--to', 'anna', '--again'])
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toContain('(staff/no-protection)')
    expect(refused.err).toContain('satchel staff protection anna passphrase')
    const { steps } = (await home.satchel(['--json', 'next'])).json<{ steps: { command: string; why: string }[] }>()
    expect(steps.map(({ command }) => command)).toContainEqual(
      expect.stringMatching(/staff protection anna passphrase$/),
    )
    const status = await home.satchel(['status'])
    expect(status.out).toContain('Letters to staff: 1 passphrase, 0 pgp, 4 plain (in the clear on their way).')
    expect(status.out).toContain('NOT CHOSEN, so no packet goes to them: anna.')
    expect((await home.satchel(['staff', 'list'])).out).toMatch(/PROTECTION[^]*baraka@kilimo.example +plain/)
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    home.drop('1.sexp', replyTo(packet, { set: { 'given-name': 'Joan' } }))
    expect((await home.satchel(['import'])).code).toBe(0)
    expect(await home.rows('select person_given as given from person')).toEqual([{ given: 'Joan' }])
    expect((await home.satchel(['staff', 'protection', 'anna', 'plain'])).out).toContain('travel in the clear')
    expect((await home.satchel(['dispatch', 'P1', '--to', 'anna', '--again'])).code).toBe(0)
  })
})

describe("people's own forms", () => {
  test('are not sent where the organisation wants nothing in the clear', async () => {
    const refused = await home.satchel(['form', 'P1'], { env: { SATCHEL_OWN_FORMS: 'none' } })
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(form/not-in-clear)')])
    expect((await home.satchel(['form', 'P1'])).code).toBe(0)
  })
})
