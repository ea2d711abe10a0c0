// Nothing has changed: said by the one button of a person's own form, or by a line of its text form, and what is noted of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrive, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, packetOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'
import { posted } from '../helpers/posted.ts'

const jimmy = 'jimmy@example.org'
const outside = { SATCHEL_MAIL_TRUST: 'none', SATCHEL_INTAKE_URL: 'https://intake.kilimo.example' }

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

const round = async () => (await home.satchel(['run', '--once', '--json'], { env: outside })).json<object>()

function newest(kind: string): ReceivedLetter {
  const letter = home
    .letters(jimmy)
    .filter(({ file }) => file.startsWith(kind))
    .at(-1)
  if (letter === undefined) throw new Error(`no letter ${kind}`)
  return letter
}

const givenName = async () =>
  (await home.rows<{ given: string }>(`select person_given as given from person where person_hid = 'P1'`))[0]?.given

describe('nothing has changed', () => {
  const confirmed = () =>
    home.rows<{ confirms: boolean; changes: number }>(
      `select reply_confirms as confirms, (select count(*)::integer from change where change_reply = reply_id) as changes
       from reply order by reply_id desc limit 1`,
    )
  const fresh = async () => {
    await home.satchel(['form', 'P1'], { env: outside })
    await home.satchel(['send'], { env: outside })
    return newest('packet-')
  }
  const thanks = (letter: ReceivedLetter) => letter.text.replace(/\s+/g, ' ')

  test('said by the one button is noted and thanked for, changes nothing, and counts once', async () => {
    const fields = [
      ...posted(await fresh(), {}).filter(([name]) => !/^(?:set|row|shown)/.test(name)),
      ['nothing', 'yes'],
    ]
    expect(fields.map(([name]) => name)).toEqual(['form', 'packet', 'token', 'language', 'nothing'])
    const before = await home.rows('select count(*) as changes from audit')
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields: fields as [string, string][] }))
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await confirmed()).toEqual([{ confirms: true, changes: 0 }])
    expect(thanks(newest('outcome-'))).toContain('You told us that nothing has changed, and we have noted it')
    expect(thanks(newest('outcome-'))).not.toMatch(/changed nothing|To change something/)
    expect(await home.rows('select count(*) as changes from audit')).toEqual(before)
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields: fields as [string, string][] }))
    expect(await round()).toMatchObject({ balance: { repeat: 1 } })
  })

  test('said by mail above the letter as it came is noted; the letter alone says nothing', async () => {
    const letter = await fresh()
    const packet = packetOf(letter)?.id ?? ''
    const quoted = attachmentOf(letter, '.txt').replace(/^/gm, '> ')
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: quoted }))
    await round()
    expect(await confirmed()).toEqual([{ confirms: false, changes: expect.any(Number) }])
    const short = `[form]\nself-update 2 ${packet} en\n\n[nothing has changed]\nyes\n\n[end]\n\n${quoted}`
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: short }))
    await round()
    expect((await confirmed())[0]?.confirms).toBe(true)
  })

  test('beside a change is not said: the change is what counts', async () => {
    const letter = await fresh()
    const packet = packetOf(letter)?.id ?? ''
    const form = `[form]\nself-update 2 ${packet} en\n\n[nothing has changed]\nyes\n\n[Given name]\nJames\n\n[end]\n`
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: form }))
    await round()
    expect((await confirmed())[0]?.confirms).toBe(false)
    expect(await givenName()).toBe('James')
    expect(thanks(newest('outcome-'))).not.toContain('nothing has changed')
  })
})
