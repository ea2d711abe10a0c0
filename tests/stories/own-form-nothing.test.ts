// Nothing has changed: said by the one button of a person's own form, or by a line of its text form, and what is noted of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf, packetOf } from '../helpers/letters.ts'
import { deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'
import { jimmy, ownForms } from '../helpers/own-forms.ts'
import { posted } from '../helpers/posted.ts'

let home: TestHome
const { fresh, newest, post, round, said } = ownForms(() => home)
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

const givenName = async () =>
  (await home.rows<{ given: string }>(`select person_given as given from person where person_hid = 'P1'`))[0]?.given

describe('nothing has changed', () => {
  const confirmed = () =>
    home.rows<{ confirms: boolean; changes: number }>(
      `select reply_confirms as confirms, (select count(*)::integer from change where change_reply = reply_id) as changes
       from reply order by reply_id desc limit 1`,
    )

  test('said by the one button is noted and thanked for, changes nothing, and counts once', async () => {
    const shown = posted(await fresh(), {}).filter(([name]) => !/^(?:set|row|shown)/.test(name))
    const fields = [...shown, ['nothing', 'yes']].map(([name = '', value = '']): [string, string] => [name, value])
    expect(fields.map(([name]) => name)).toEqual(['form', 'packet', 'token', 'language', 'nothing'])
    const before = await home.rows('select count(*) as changes from audit')
    expect(await post(fields)).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await confirmed()).toEqual([{ confirms: true, changes: 0 }])
    expect(said(newest('outcome-'))).toContain('You told us that nothing has changed, and we have noted it')
    expect(said(newest('outcome-'))).not.toMatch(/changed nothing|To change something/)
    expect(await home.rows('select count(*) as changes from audit')).toEqual(before)
    expect(await post(fields)).toMatchObject({ balance: { repeat: 1 } })
  })

  test('is seen with the record and in its history, by colleagues who see the record alone', async () => {
    const shown = await home.satchel(['--as', 'grace', 'show', 'P1'])
    expect(shown.out).toMatch(/^Confirmed on \d{4}-\d{2}-\d{2}: nothing has changed\.$/m)
    const [latest] = (await home.satchel(['--as', 'grace', 'history', 'P1', '--json'])).json<object[]>()
    expect(latest).toMatchObject({ verb: 'confirm', source: 'reply', after: { confirmed: 'nothing has changed' } })
    expect((await home.satchel(['--as', 'grace', 'history', 'P1'])).out).toContain('confirmed: nothing has changed')
    const [person] = await home.rows<{ id: string }>("select person_id as id from person where person_hid = 'P1'")
    const told = (who: string) =>
      withClient(home.database.url('satchel'), async client => {
        await client.query('begin')
        await client.query("select set_config('role', staff_role_of($1), true)", [who])
        const { rows } = await client.query<{ told: boolean }>('select confirmed_on($1) is not null as told', [
          person?.id,
        ])
        await client.query('rollback')
        return rows[0]?.told
      })
    expect([await told('anna'), await told('baraka')]).toEqual([true, false])
  })

  test('said by mail above the letter as it came is noted; the letter alone says nothing', async () => {
    const letter = await fresh()
    const packet = packetOf(letter)?.id ?? ''
    const quoted = attachmentOf(letter, '.txt').replace(/^/gm, '> ')
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: quoted }))
    await round()
    expect(await confirmed()).toEqual([{ confirms: false, changes: expect.any(Number) }])
    const short = `[form]\nself-update 3 ${packet} en\n\n[nothing has changed]\nyes\n\n[end]\n\n${quoted}`
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: short }))
    await round()
    expect((await confirmed())[0]?.confirms).toBe(true)
  })

  test('beside a change is not said: the change is what counts', async () => {
    const letter = await fresh()
    const packet = packetOf(letter)?.id ?? ''
    const form = `[form]\nself-update 3 ${packet} en\n\n[nothing has changed]\nyes\n\n[Given name]\nJames\n\n[end]\n`
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: form }))
    await round()
    expect((await confirmed())[0]?.confirms).toBe(false)
    expect(await givenName()).toBe('James')
    expect(said(newest('outcome-'))).not.toContain('nothing has changed')
  })
})
