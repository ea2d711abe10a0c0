// Yes and no by purpose in a person's own form: from the page and the text form down to the row, with what each is worth.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { fillForm, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf, outcomeIn } from '../helpers/letters.ts'
import { deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'
import { jimmy, outside, ownForms } from '../helpers/own-forms.ts'

const training = 'Training days near you, by SMS'

let home: TestHome
const { answer, fresh, newest, round, said } = ownForms(() => home)
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  const made = await home.satchel([
    'consent',
    'purpose',
    'training',
    '--label',
    `en=${training}`,
    '--label',
    'de=Kurse',
  ])
  if (made.code !== 0) throw new Error(made.err)
})
afterAll(() => home.close())

/** A new form, with the names of its answers by purpose. */
async function form() {
  const letter = await fresh()
  const rows = [
    ...attachmentOf(letter, '.html').matchAll(/<legend class="label">([^<]+)<\/legend>([^]*?)<\/fieldset>/g),
  ].map(([, purpose = '', choices = '']) => ({
    purpose,
    id: /name="row\.consent\.(o[0-9]+)\.answer"/.exec(choices)?.[1] ?? '',
    answer: /value="([a-z]+)" checked/.exec(choices)?.[1],
  }))
  const idOf = (words: string) => rows.find(({ purpose }) => purpose.startsWith(words))?.id ?? ''
  return { letter, rows, training: idOf('Training'), all: idOf('Letters') }
}
const answerName = (id: string) => `row.consent.${id}.answer`
const noted = () =>
  home.rows<{ purpose: string; given: boolean; evidence: string | null; basis: string }>(
    `select consent_purpose as purpose, consent_given as given, consent_evidence as evidence, consent_basis as basis
     from consent where consent_person order by consent_id desc`,
  )
const open = async (purpose: string) =>
  withClient(home.database.url('satchel'), async client => {
    await client.query('set role satchel_owner')
    const { rows } = await client.query<{ no: Date | null }>(
      `select person_no(person_id, $1) as no from person where person_hid = 'P1'`,
      [purpose],
    )
    return rows[0]?.no === null
  })

describe('yes and no by purpose', () => {
  test('are asked for every purpose on the list, and neither is chosen where no answer is on file', async () => {
    const { letter, rows } = await form()
    expect(rows.map(({ purpose, answer }) => [purpose, answer])).toEqual([
      ['Letters that you did not ask for, such as this form', undefined],
      [training, undefined],
    ])
    expect(attachmentOf(letter, '.html')).not.toMatch(/type="radio"[^>]*checked/)
    await answer(letter, { 'set.given-name': 'James' })
    expect(await noted()).toEqual([])
  })

  test('a no counts at once, for its purpose alone', async () => {
    const { letter, training: id } = await form()
    expect(await answer(letter, { [answerName(id)]: 'false' })).toMatchObject({ balance: { imported: 1 } })
    expect(await noted()).toMatchObject([{ purpose: 'training', given: false, evidence: null }])
    expect([await open('training'), await open('all')]).toEqual([false, true])
    expect(said(newest('outcome-'))).toContain(`We have saved these changes: - What we may send you: ${training}`)
    expect((await form()).rows.map(one => one.answer)).toEqual([undefined, 'false'])
  })

  test('a yes waits until the address on file says that it was meant', async () => {
    const { letter, training: id } = await form()
    await answer(letter, { [answerName(id)]: 'true' })
    expect(outcomeIn(newest('outcome-')).slots).toMatchObject({ [`row/consent/${id}`]: 'held weak-evidence' })
    expect(said(newest('outcome-'))).toContain(`yes to: ${training}`)
    expect(await noted()).toHaveLength(1)
    // ten minutes go by between the no and the yes
    await withClient(home.database.url('satchel'), async client => {
      await client.query('set role satchel_owner')
      await client.query('alter table consent disable trigger user')
      await client.query("update consent set consent_received = consent_received - interval '1 hour'")
      await client.query('alter table consent enable trigger user')
    })
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(newest('outcome-')), text: 'Yes' }))
    expect(await round()).toMatchObject({ balance: { imported: 1 } })
    expect((await noted())[0]).toMatchObject({ purpose: 'training', given: true, evidence: 'strong' })
    expect(await open('training')).toBe(true)
    expect((await form()).rows.map(one => one.answer)).toEqual([undefined, 'true'])
  })

  test('a no counts also where the office wrote a yes after the form had gone out, and where it comes late', async () => {
    const { letter, all } = await form()
    expect((await home.satchel(['consent', 'yes', jimmy, '--why', 'on the phone'])).code).toBe(0)
    await home.rows(
      "update packet set packet_expires = packet_issued + interval '1 second' where packet_status = 'open'",
    )
    await answer(letter, { [answerName(all)]: 'false' })
    expect((await noted())[0]).toMatchObject({ purpose: 'all', given: false })
    expect(await open('all')).toBe(false)
    expect(outcomeIn(newest('outcome-')).slots).toMatchObject({ [`row/consent/${all}`]: 'applied' })
    expect((await home.satchel(['form', 'P1'], { env: outside })).code).toBe(2)
  })

  test('the office enters an answer for one purpose; without a word it is for letters unasked', async () => {
    const no = ['consent', 'no', jimmy, '--person', 'P1', '--why', 'on the phone']
    const entered = await home.satchel([...no, '--purpose', 'training', '--json'])
    expect(entered.json()).toMatchObject({ given: false, purpose: 'training' })
    expect((await noted())[0]).toMatchObject({ purpose: 'training', given: false })
    expect(await open('training')).toBe(false)
    expect((await home.satchel([...no, '--purpose', 'training'])).out).toContain('no to training, and to nothing else')
    expect((await home.satchel([...no, '--purpose', 'parties'])).err).toContain('consent/purpose')
  })

  test('are lines of the text form, too', async () => {
    await home.satchel(['consent', 'yes', jimmy, '--why', 'asked at the counter'])
    await withClient(home.database.url('satchel'), async client => {
      await client.query('set role satchel_owner')
      await client.query('alter table consent disable trigger user')
      await client.query(
        "update consent set consent_received = consent_received - interval '1 hour' where not consent_given",
      )
      await client.query('alter table consent enable trigger user')
    })
    const { letter, training: id } = await form()
    const text = fillForm(attachmentOf(letter, '.txt'), { [`What we may send you: yes or no (${id})`]: 'no' })
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text }))
    await round()
    expect((await noted())[0]).toMatchObject({ purpose: 'training', given: false })
  })
})
