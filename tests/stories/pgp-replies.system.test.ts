// Mail that is signed or encrypted. A signature of the registered key is proof for exactly what it covers; any other changes nothing.

import * as openpgp from 'openpgp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, makeHome, mails, type TestHome } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, quoted, replyAddressOf } from '../helpers/mailing.ts'
import {
  armoredTo,
  bombTo,
  clearsigned,
  coreKeyOf,
  detached,
  encryptedAs,
  encryptedMail,
  filePart,
  forwardedMail,
  headOf,
  keyOf,
  mixed,
  mixedPart,
  type Outside,
  type Owner,
  plainMail,
  register,
  signedBody,
  signedMail,
  textPart,
  typedBelow,
  withFile,
} from '../helpers/pgp.ts'

let home: TestHome
let anna: Owner
let baraka: Owner
let stranger: Owner
const people = Array.from({ length: 40 }, (_, index) => `P${index + 1}`)
let letters: readonly ReceivedLetter[]
let used = 0

beforeAll(async () => {
  home = await makeHome()
  ;[anna, baraka, stranger] = await Promise.all([keyOf(mails.anna), keyOf(mails.baraka), keyOf(mails.anna)])
  // letters stay plain: what is proven is proven by the signature alone
  for (const [hid, owner] of [
    ['anna', anna],
    ['baraka', baraka],
  ] as const)
    expect((await register(home, hid, owner)).code).toBe(0)
  // the name needs proof in the form of this organisation
  await home.rows(
    "update form_field set form_field_needs = 'strong' where form_field_name = 'given-name' and form_field_form in (select form_id from form where form_name = 'call-report') returning 1",
  )
  for (const hid of people) await home.person(hid)
  await home.satchel(['dispatch', ...people, '--to', 'anna'])
  await home.satchel(['send'])
  letters = home.letters(mails.anna)
})
afterAll(() => home.close())

const said = {
  'Given name': 'Zoe',
  'Date of the contact': '2026-11-20',
  'How it went': 'reached',
  'What was said': 'Wants seed – é.',
}

const blank = { 'Date of the contact': '', 'How it went': '', 'What was said': '' }

interface Sent {
  readonly form: string
  readonly outside: Outside
  readonly packet: string
}
function fresh(answers: Readonly<Record<string, string>> = said): Sent {
  const letter = letters[used++]
  if (letter === undefined) throw new Error('no letter is left')
  return {
    form: fillForm(attachmentOf(letter, '.txt'), answers),
    outside: { from: mails.anna, to: replyAddressOf(letter) },
    packet: letter.file.replace(/^packet-/, '').slice(0, 14),
  }
}

async function round(mail: Uint8Array | string) {
  deliverTo(home, Buffer.from(mail))
  const ended = await home.satchel(['run', '--once', '--json'], { env: { SATCHEL_MAIL_TRUST: 'none' } })
  expect(ended.err).not.toMatch(/bug/)
  return ended.json<{ balance: Record<string, number> }>().balance
}
const evidence = async ({ packet }: Sent) =>
  (
    await home.rows<{ evidence: string; status: string; given: string; notes: readonly string[] }>(
      `select reply_evidence as evidence, reply_status as status, person_given as given,
         array(select activity_body from activity where activity_entity = person_id) as notes
       from reply join packet on packet_id = reply_packet join person on person_id = packet_entity where packet_hid = $1 order by reply_id`,
      [packet],
    )
  ).at(-1)
const strong = { evidence: 'strong', status: 'imported', given: 'Zoe', notes: ['Wants seed – é.'] }
const weak = { evidence: 'weak', status: 'partly-held', given: 'Jimmy', notes: ['Wants seed – é.'] }

describe('proven by a signature', () => {
  test('of the whole mail, of the inside of an encrypted one, or of an encrypted file', async () => {
    const signed = fresh()
    await round(await signedMail(signed.outside, textPart(signed.form), anna))
    expect(await evidence(signed)).toEqual(strong)

    const sealed = fresh()
    await round(await encryptedMail(home, sealed.outside, textPart(sealed.form), anna))
    expect(await evidence(sealed)).toEqual(strong)

    // signed first, then encrypted: two layers
    const layers = fresh()
    const inner = (await signedMail(layers.outside, textPart(layers.form), anna)).replace(/^[^]*?(?=Content-Type)/, '')
    await round(await encryptedMail(home, layers.outside, inner))
    expect(await evidence(layers)).toEqual(strong)

    // encrypted first, then signed
    const turned = fresh()
    const part = (await encryptedMail(home, turned.outside, textPart(turned.form)))
      .toString()
      .replace(/^[^]*?(?=Content-Type)/, '')
    await round(await signedMail(turned.outside, part, anna))
    expect(await evidence(turned)).toEqual(strong)

    const inline = fresh()
    await round(plainMail(inline.outside, `Hello\n${await armored(inline.form, anna)}\nAnna\n`))
    expect(await evidence(inline)).toEqual(strong)

    // typed below the labels of the letter that the program quotes
    const between = fresh()
    const typed = typedBelow(between.form, said)
    await round(await signedMail(between.outside, textPart(`Here it is.\n\n${typed}`), anna))
    expect(await evidence(between)).toEqual(strong)

    const file = fresh()
    await round(withFile(file.outside, 'report.txt.asc', await armored(file.form, anna)))
    expect(await evidence(file)).toEqual(strong)
  }, 120_000)

  test('a mail that arrived weak counts once its signed copy comes', async () => {
    const sent = fresh()
    await round(plainMail(sent.outside, sent.form))
    expect(await evidence(sent)).toEqual(weak)
    await round(await signedMail(sent.outside, textPart(sent.form), anna))
    expect(await evidence(sent)).toEqual(strong)
    expect(await round(await signedMail(sent.outside, textPart(sent.form), anna))).toMatchObject({ repeat: 1 })
  })
})

describe('not proven, and not lost', () => {
  test.each<[string, (sent: Sent) => Promise<Uint8Array | string>]>([
    ['no signature', sent => Promise.resolve(plainMail(sent.outside, sent.form))],
    ['encrypted, not signed', sent => encryptedMail(home, sent.outside, textPart(sent.form))],
    ['a stranger’s key in her name', sent => signedMail(sent.outside, textPart(sent.form), stranger)],
    ['the key of a colleague', sent => signedMail(sent.outside, textPart(sent.form), baraka)],
    ['encrypted, signed by a colleague', sent => encryptedMail(home, sent.outside, textPart(sent.form), baraka)],
    [
      'changed below its signature',
      async sent => {
        const mail = await signedMail(
          sent.outside,
          `Content-Type: text/plain; charset=utf-8\r\n\r\n${sent.form.replace('Zoe', 'Eva').replace(/\n/g, '\r\n')}\r\n`,
          anna,
        )
        return mail.replace('Eva', 'Zoe')
      },
    ],
    [
      'a form beside the signed part',
      async sent => {
        const inner = (await signedMail(sent.outside, textPart('I agree.\n'), anna)).replace(
          /^[^]*?(?=Content-Type)/,
          '',
        )
        return mixed(sent.outside, [inner, textPart(sent.form)])
      },
    ],
    [
      'a form before the encrypted and signed part',
      async sent => {
        const inner = (await encryptedMail(home, sent.outside, textPart('I agree.\n'), anna))
          .toString()
          .replace(/^[^]*?(?=Content-Type)/, '')
        return mixed(sent.outside, [textPart(sent.form), inner])
      },
    ],
    [
      'a form around signed text',
      async sent => plainMail(sent.outside, `${await armored('I agree.\n', anna)}\n${sent.form}`),
    ],
    ['signed text in the clear', async sent => plainMail(sent.outside, await clearsigned(sent.form, anna))],
    ['what she only quotes', sent => signedMail(sent.outside, textPart(`For you:\n\n${quoted(sent.form)}`), anna)],
    ['a mail that she only attaches', sent => signedMail(sent.outside, passedOn(sent), anna)],
    ['a mail that she attaches, encrypted', sent => encryptedMail(home, sent.outside, passedOn(sent), anna)],
    [
      'a form beside one that is signed, taken together with it',
      async sent => {
        const signed = fillForm(sent.form, { 'Given name': 'Jimmy' })
        const beside = fillForm(sent.form, blank)
        return mixed(sent.outside, [filePart('a.asc', await armored(signed, anna)), filePart('b.txt', beside)])
      },
    ],
    [
      'a file beside a signed file',
      async sent => {
        const parts = [
          textPart('Two files.\n'),
          filePart('note.asc', await armored('I agree.\n', anna)),
          filePart('f.txt', sent.form),
        ]
        return mixed(sent.outside, parts)
      },
    ],
    [
      'a third part in a signed mail',
      async sent => {
        const body = signedBody(textPart('I agree.\n'), await detached(textPart('I agree.\n'), anna))
        return `${headOf(sent.outside)}${body.replace('--s--', `--s\r\n${textPart(sent.form)}\r\n--s--`)}`
      },
    ],
    [
      'another form in the place of the signed one',
      async sent => {
        const signature = await detached(textPart('I agree.\n'), anna)
        return `${headOf(sent.outside)}${signedBody(textPart(sent.form), signature)}`
      },
    ],
  ])('%s', async (_, make) => {
    const sent = fresh()
    await round(await make(sent))
    expect(await evidence(sent)).toEqual(weak)
  })

  test('what was signed for another packet', async () => {
    const [one, two] = [fresh(), fresh()]
    await round(await signedMail(one.outside, textPart(one.form), anna))
    const mail = await signedMail(two.outside, textPart(one.form), anna)
    expect(await round(mail)).toMatchObject({ repeat: 1 })
    expect(await evidence(two)).toBeUndefined()
  })
})

describe('what cannot be opened', () => {
  test('is told to its sender, and kept', async () => {
    const foreign = fresh()
    const armor = await openpgp.encrypt({
      message: await openpgp.createMessage({ text: foreign.form }),
      encryptionKeys: baraka.publicKey,
    })
    const before = home.letters(mails.anna).length
    expect(await round(encryptedAs(foreign.outside, armor))).toMatchObject({ quarantined: 1 })
    const [told] = home.letters(mails.anna).slice(before)
    expect(told?.text).toContain('could not be read')
    expect(await evidence(foreign)).toBeUndefined()
  })

  test('cut or changed on the way is not read in part', async () => {
    const turned = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
    for (const damage of [(text: string) => text.slice(0, -200), (text: string) => turned(text, text.length - 300)]) {
      const sent = fresh()
      const armor = await armored(textPart(sent.form), anna)
      const lines = damage(armor.replace(/-----.*-----\n\n?/g, ''))
      const mail = encryptedAs(sent.outside, `-----BEGIN PGP MESSAGE-----\n\n${lines}\n-----END PGP MESSAGE-----\n`)
      expect(await round(mail)).toMatchObject({ quarantined: 1 })
      expect(await evidence(sent)).toBeUndefined()
    }
  })
})

test('a mail of many parts that unpack to a mail each costs little, and does not stop others', async () => {
  const [bad, good] = [fresh(), fresh()]
  const bomb = await bombTo(home)
  const parts = Array.from({ length: 60 }, (_, index) => filePart(`${index}.asc`, bomb))
  deliverTo(home, Buffer.from(mixed(bad.outside, [textPart(bad.form), ...parts])))
  const start = process.cpuUsage()
  expect(await round(plainMail(good.outside, good.form))).toMatchObject({ after: 0 })
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1000).toBeLessThan(10_000)
  expect(await evidence(good)).toEqual(weak)
  expect(await evidence(bad)).toEqual(weak)
})

const passedOn = ({ outside, form }: Sent) => mixedPart([textPart('For you.\n'), forwardedMail(outside, form)])
const armored = (text: string, signer: Owner) => armoredTo(home, text, signer)

test('a message with hidden recipients is held, and the sentence says why', async () => {
  const sent = fresh()
  const message = await openpgp.encrypt({
    message: await openpgp.createMessage({ binary: Buffer.from(textPart(sent.form)) }),
    encryptionKeys: await coreKeyOf(home),
    format: 'armored',
    wildcard: true,
  })
  expect(await round(encryptedAs(sent.outside, message))).toMatchObject({ quarantined: 1 })
  const listed = (await home.satchel(['quarantine', 'list', '--json'])).json<Record<string, unknown>[]>()
  expect(JSON.stringify(listed)).toContain('does not say to which key it is sealed')
})
