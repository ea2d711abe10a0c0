// The outbox holds letters sealed: whoever reads the database, or a backup without its keys, answers no packet. Sending and sending
// again open them. A lost key takes its letters along and nothing else.

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { arrive, mails, makeHome, replyTo, sealedReply, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { packetOf } from '../helpers/letters.ts'
import { tokenHashesOf, tokenLeaks, tokensIn } from '../helpers/token-leaks.ts'

const jimmy = 'jimmy@example.org'
const outside = { SATCHEL_MAIL_TRUST: 'none', SATCHEL_INTAKE_URL: 'https://intake.kilimo.example' }

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
  await empty.person('P1')
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})

const ok = async (...args: readonly string[]) => {
  const ended = await home.satchel(args, { env: outside })
  expect([ended.code, ended.err]).toEqual([0, ''])
  return ended
}
const round = () => home.satchel(['run', '--once', '--json'], { env: outside })
const keyFiles = () => readdirSync(home.home.keys).filter(name => name.startsWith('letters-'))
const hoursPass = (hours: number) =>
  home.rows(
    'update letter set letter_sent = letter_sent - make_interval(hours => $1), letter_queued = letter_queued - make_interval(hours => $1)',
    [hours],
  )
const wish = async () =>
  arrive(home.home, await sealedSubmission(home.home, { kind: 'form-request', fields: [['email', jimmy]] }), 'open')
const ownPacket = () => {
  const packet = home
    .letters(jimmy)
    .flatMap(letter => packetOf(letter) ?? [])
    .at(-1)
  if (packet === undefined) throw new Error('no form')
  return packet
}

test('no column of any table gives a token away: packets, forms, questions, acknowledgements, before and after they went out', async () => {
  await ok('dispatch', 'P1', '--to', 'anna')
  await ok('form', 'P1')
  expect(await tokenLeaks(home)).toEqual([])
  await ok('send')
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  home.drop('reply.sexp', replyTo(packet, { set: { 'given-name': 'James' }, report: { outcome: 'reached' } }))
  const own = ownPacket()
  const [mail] = [...(own.record.rows.get('contact-point') ?? [])].filter(row => row.fields.get('kind') === 'email')
  await arrive(
    home.home,
    await sealedReply(
      home.home,
      replyTo(own, {
        rows: [{ collection: 'contact-point', row: mail?.id ?? '', fields: { value: 'new@example.org' } }],
      }),
    ),
  )
  expect((await round()).code).toBe(0)
  await ok('--as', 'grace', 'my-data', 'P1', '--mail')
  expect(await tokenLeaks(home)).toEqual([])
  // there were tokens of each purpose to be found, and the search finds them where they are
  expect(
    (await home.rows('select distinct token_purpose as purpose from token order by 1')).map(row => row.purpose),
  ).toEqual(['bounce', 'form', 'reply', 'unsubscribe'])
  const hashes = await tokenHashesOf(home)
  const sent = readdirSync(home.home.mail, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const readable = new Set(
    sent.flatMap(entry => [...tokensIn(readFileSync(join(entry.parentPath, entry.name), 'latin1'), hashes)]),
  )
  expect(readable.size).toBeGreaterThanOrEqual(4)
})

test('what people quote of a letter is kept without the tokens in it: in an answer, in a question, in what was wrong with a file', async () => {
  await ok('dispatch', 'P1', '--to', 'anna')
  await ok('form', 'P1')
  await ok('send')
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  const own = ownPacket()
  const said = `They wrote to core+${own.token.toLowerCase()}@kilimo.example and (${packet.token}), "twice"\n${packet.token}`
  home.drop('reply.sexp', replyTo(packet, { set: { note: said }, report: { outcome: 'reached', note: said } }))
  home.drop('broken.txt', `[form]\n${packet.token} ${own.token}\n`)
  await arrive(
    home.home,
    await sealedSubmission(home.home, {
      kind: 'inquiry',
      fields: [
        ['name', own.token],
        ['email', jimmy],
        ['message', said],
      ],
    }),
    'open',
  )
  await round()
  const kept = said.replaceAll(/[0-9A-Z]{26}|[0-9a-z]{26}/g, '*'.repeat(26))
  expect(await home.rows('select inquiry_name as n, inquiry_message as m from inquiry')).toEqual([
    { n: '*'.repeat(26), m: kept },
  ])
  expect(await home.rows('select person_note as n from person')).toEqual([{ n: kept }])
  expect(await tokenLeaks(home)).toEqual([])
})

test('the search finds a token however it is written', async () => {
  await ok('dispatch', 'P1', '--to', 'anna')
  await ok('send')
  const [packet] = home.packets(mails.anna)
  const hashes = await tokenHashesOf(home)
  const token = packet?.token ?? ''
  const text = `Answer to core+${token.toLowerCase()}@kilimo.example, please.`
  for (const written of [
    text,
    token.replace(/(.{5})/g, '$1-'),
    `\\x${Buffer.from(text).toString('hex')}`,
    Buffer.from(text).toString('base64'),
    JSON.stringify({ deep: [Buffer.from(Buffer.from(text).toString('base64')).toString('hex')] }),
    token.replace(/(.{7})/g, '$1=\r\n'),
    [...token].map(char => `=${char.charCodeAt(0).toString(16)}`).join(''),
  ])
    expect(tokensIn(written, hashes).size, written).toBe(1)
})

describe('sending again', () => {
  test('of an acknowledgement opens the same bytes once more', async () => {
    await ok('dispatch', 'P1', '--to', 'anna')
    await ok('send')
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    const file = replyTo(packet, { set: { 'given-name': 'James' } })
    home.drop('first.sexp', file)
    await ok('import')
    await ok('send')
    await hoursPass(2)
    home.drop('again.sexp', file)
    await home.satchel(['import'])
    await ok('send')
    const answers = home.letters(mails.anna).filter(letter => letter.file.startsWith('outcome-'))
    expect(answers).toHaveLength(2)
    expect(answers[0]?.headers).toEqual(answers[1]?.headers)
    expect(answers[0]?.text).toBe(answers[1]?.text)
  })

  test('of a form that is still good opens it; after a week its bytes are gone, and the wish makes a new one', async () => {
    await wish()
    await round()
    await hoursPass(25)
    await wish()
    await round()
    const packets = () => home.letters(jimmy).flatMap(letter => packetOf(letter)?.id ?? [])
    expect(packets()).toHaveLength(2)
    expect(new Set(packets()).size).toBe(1)
    await hoursPass(8 * 24)
    await round()
    expect(await home.rows('select letter_id from letter where letter_bytes is not null')).toEqual([])
    expect(await home.rows('select letter_id from letter where length(letter_digest) <> 64')).toEqual([])
    await wish()
    await round()
    expect(new Set(packets()).size).toBe(2)
  })
})

test('bytes are dropped a week after a letter went out or was given up; what waits or is parked keeps them', async () => {
  await ok('dispatch', 'P1', '--to', 'anna')
  await home.rows(
    `insert into letter (letter_hid, letter_kind, letter_to, letter_digest, letter_bytes, letter_status, letter_queued, letter_sent)
     select status || days, 'notice', 'x@example.org', 'd', (select letter_bytes from letter), status, now() - make_interval(days => days),
       case when status = 'sent' then now() - make_interval(days => days) end
     from unnest(array['sent', 'failed', 'parked']) status, unnest(array[6, 8]) days`,
  )
  await ok('send')
  expect(
    await home.rows('select letter_hid as hid from letter where letter_bytes is null order by letter_hid collate "C"'),
  ).toEqual([{ hid: 'failed8' }, { hid: 'sent8' }])
})

describe('a key that is lost', () => {
  const lose = () => {
    const away = join(home.home.folder, 'away')
    mkdirSync(away)
    for (const name of keyFiles()) renameSync(join(home.home.keys, name), join(away, name))
    return () => {
      for (const name of readdirSync(away)) renameSync(join(away, name), join(home.home.keys, name))
    }
  }

  test('keeps its own letters back, says what to do, and stops nothing else; brought back, they go out', async () => {
    await ok('dispatch', 'P1', '--to', 'anna')
    const bringBack = lose()
    await ok('form', 'P1')
    const sent = await home.satchel(['send'])
    expect(sent.code).toBe(3)
    expect(sent.out).toContain('Sent 1 letter ')
    expect(sent.out).toMatch(/1 cannot be opened.*keys/)
    expect(sent.out).toContain(
      'Bring keys/letters-….key back from your backup, or send these records (dispatch --again) and forms anew',
    )
    expect(home.letters(jimmy)).toHaveLength(1)
    expect(home.letters(mails.anna)).toEqual([])
    // replies are imported and told of
    home.drop('reply.sexp', replyTo(ownPacket(), { set: { 'given-name': 'James' } }))
    await ok('import')
    await ok('send')
    expect(home.letters(jimmy).filter(letter => letter.file.startsWith('outcome-'))).toHaveLength(1)
    bringBack()
    await home.rows('update letter set letter_next = null')
    await ok('send')
    expect(home.packets(mails.anna)).toHaveLength(1)
    expect(keyFiles()).toHaveLength(2)
  })

  test('that is damaged is the same as one that is lost', async () => {
    await ok('dispatch', 'P1', '--to', 'anna')
    const [name = ''] = keyFiles()
    const file = join(home.home.keys, name)
    const whole = readFileSync(file, 'utf8')
    writeFileSync(file, `${whole.slice(0, 2000)}AAAA${whole.slice(2004)}`)
    expect((await home.satchel(['send'])).code).toBe(3)
    expect((await home.satchel(['verify'])).out).toMatch(/letter keys +to do +letters-0001-.* does not open/)
    await ok('form', 'P1')
    expect((await home.satchel(['send'])).out).toContain('Sent 1 letter ')
  })

  test('a core key that was changed goes on opening what waits, and new letters get a new key', async () => {
    await ok('dispatch', 'P1', '--to', 'anna')
    await ok('keys', 'rotate')
    await ok('form', 'P1')
    expect(keyFiles()).toHaveLength(2)
    expect((await ok('send')).out).toContain('Sent 2 letters')
  })
})

test('bytes or an address that were put into another row are never sent', async () => {
  await ok('dispatch', 'P1', '--to', 'anna')
  await ok('form', 'P1')
  await home.rows("update letter set letter_to = 'mallory@kilimo.example' where letter_to = $1", [mails.anna])
  await home.rows(
    'update letter set letter_bytes = (select letter_bytes from letter where letter_to <> $1) where letter_to = $1',
    [jimmy],
  )
  const sent = await home.satchel(['send'])
  expect([sent.code, sent.out]).toEqual([3, expect.stringContaining('2 could not be sent')])
  for (const address of ['mallory@kilimo.example', jimmy, mails.anna]) expect(home.letters(address)).toEqual([])
  expect(await home.rows('select distinct letter_status as s, letter_problem as p from letter')).toEqual([
    { s: 'failed', p: 'letter/changed' },
  ])
})
