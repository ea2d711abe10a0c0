// A reply and its photos that a page sealed, on real processes down to the row: the page's own functions send them to the intake, the core
// pulls and imports. Everything on the wire and on the intake's disk is searched for their words.

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { padText, padUpload, type SentFile } from '@satchel/forms/browser/padding'
import { seal, type SealKeys } from '@satchel/forms/browser/seal'
import { sendReply } from '@satchel/forms/browser/send'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import { printSubmission } from '@satchel/protocol/messages/submission'
import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { mails, replyTo } from '../helpers/home.ts'
import { publicKeysOf } from '../helpers/intake.ts'
import { makeTestKeys } from '../protocol/envelopes.ts'

const people = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6']
let channels: Channels
let keys: SealKeys
/** All octets that went through between page and intake, either way. */
const wire: Buffer[] = []
let proxy: Server

beforeAll(async () => {
  channels = await openChannels(people)
  const { core, recovery } = publicKeysOf(channels.home.home.keys)
  const [first = '', second = ''] = await Promise.all(
    [core, recovery].map(async key => sealingPart(await readPublicKey(key), new Date())),
  )
  keys = [first, second]
  proxy = createServer((request, response) => {
    const chunks: Buffer[] = [Buffer.from(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}\n`)]
    const body: Buffer[] = []
    request.on('data', (chunk: Buffer) => body.push(chunk))
    request.on('end', () => {
      const headers = new Headers(
        Object.entries(request.headers).flatMap(([name, value]) =>
          ['content-type', 'accept', 'satchel-token-hash'].includes(name) ? [[name, String(value)] as const] : [],
        ),
      )
      const url = `${channels.intake().url}${request.url}`
      void fetch(url, { method: 'POST', headers, body: Buffer.concat(body) }).then(async answer => {
        const text = await answer.text()
        wire.push(...chunks, ...body, Buffer.from(text))
        response.writeHead(answer.status).end(text)
      })
    })
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  await channels.satchel('dispatch', ...people, '--to', 'anna')
  await channels.satchel('send')
})
afterAll(async () => {
  await new Promise(resolve => proxy.close(resolve))
  await channels.close()
})

const packet = (index: number): Packet => {
  const found = channels.home.packets(mails.anna)[index]
  if (found === undefined) throw new Error('no packet')
  return found
}

const announce = ({ name, type, bytes }: SentFile) => ({
  name,
  type,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

const send = (
  to: Packet,
  said: Parameters<typeof replyTo>[1],
  files: readonly SentFile[],
  announced: readonly SentFile[] = files,
) => sendText(to, replyTo(to, { ...said, files: announced.map(announce) }), files)

async function sendText(to: Packet, reply: string, files: readonly SentFile[]) {
  const receiptKey = (await (await fetch(`${channels.intake().url}/receipt.pub`)).text()).trim()
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/reply`
  return sendReply({ url, receiptKey, keys, reply, token: to.token, files })
}

const words = ['Jakaranda-5521', 'Nyumba ya mawe', 'photo-field', 'image/jpeg', 'family-name']
const photo = (name: string): SentFile => ({
  name,
  type: 'image/jpeg',
  bytes: new Uint8Array(Buffer.concat([Buffer.from('Nyumba ya mawe '), randomBytes(60_000)])),
})

async function strangersKeys(): Promise<readonly string[]> {
  const { publicKeys } = await makeTestKeys(new Date(Date.now() - 60_000))
  return Promise.all(publicKeys.map(key => sealingPart(key, new Date())))
}

const twice = photo('twice.jpg')

/** A word in any coat that base64 could give it. */
function holds(bytes: Buffer, word: string): boolean {
  const coats = [0, 1, 2].map(shift => {
    const text = Buffer.from(`${' '.repeat(shift)}${word}`).toString('base64')
    return text.slice(shift === 0 ? 0 : 4, text.endsWith('=') ? -4 : undefined)
  })
  return [word, ...coats].some(coat => coat.length > 4 && bytes.includes(coat))
}

const attached = () =>
  channels.home.rows<{ name: string; digest: string; creator: string; text: string }>(
    `select attachment_filename as name, attachment_digest as digest, attachment_creator as creator, activity_body as text
    from attachment join activity on activity_id = attachment_activity and activity_entity = attachment_entity order by attachment_id`,
  )

test('reaches the activity row and its photos, and no word of it is on the wire or on the disk of the intake', async () => {
  const to = packet(0)
  const photos = [photo('photo-field-1.jpg'), photo('photo-field-2.jpg')]
  const said = { set: { 'family-name': 'Jakaranda-5521' }, report: { when: '2026-11-20', note: 'Jakaranda-5521' } }
  expect(await send(to, said, photos)).toMatchObject({ state: 'arrived' })
  const { home: folder } = channels.intake()
  const disk = Buffer.concat(filesBelow(folder).flatMap(file => [Buffer.from(file), readFileSync(join(folder, file))]))
  expect(disk.length).toBeGreaterThan(120_000)
  const all = Buffer.concat([disk, ...wire, Buffer.from(channels.intake().log())])
  for (const word of [...words, to.token, to.id]) expect([word, holds(all, word)]).toEqual([word, false])
  // the search finds what is there
  expect(holds(all, 'upload.sexp.pgp')).toBe(true)
  expect(await channels.round()).toMatchObject({ balance: { imported: 1, attached: 2, quarantined: 0 } })
  expect(
    await channels.home.rows("select activity_body as text from activity where activity_body like '%Jakaranda%'"),
  ).toEqual([{ text: 'Jakaranda-5521' }])
  expect(
    await channels.home.rows('select person_family as name from person where person_family = $1', ['Jakaranda-5521']),
  ).toHaveLength(1)
  expect(
    await channels.home.rows('select item_file_name as name, item_file_type as type from item_file order by 1'),
  ).toEqual(photos.map(({ name, type }) => ({ name, type })))
  expect(await attached()).toEqual(
    photos.map(each => ({
      name: each.name,
      digest: announce(each).sha256,
      creator: expect.stringMatching(/anna$/) as string,
      text: 'Jakaranda-5521',
    })),
  )
  expect((await channels.satchel('verify')).out).not.toContain('WRONG')
})

test('takes no file that the sealed reply does not announce, whatever the intake puts beside it', async () => {
  const before = await attached()
  const [mine, strange] = [photo('mine.jpg'), photo('mine.jpg')]
  const said = { report: { when: '2026-11-21', note: 'One photo' } }
  expect(await send(packet(1), said, [strange, mine], [mine])).toMatchObject({ state: 'arrived' })
  const ended = await channels.satchel('run', '--once', '--json')
  expect(ended.err).toContain('(upload/alone)')
  expect(ended.json()).toMatchObject({ balance: { imported: 1, attached: 1, quarantined: 1 } })
  expect((await attached()).slice(before.length).map(({ digest, text }) => [digest, text])).toEqual([
    [announce(mine).sha256, 'One photo'],
  ])
})

test('keeps a file with its reply alone where there is no report that it belongs to', async () => {
  const before = await attached()
  expect(await send(packet(2), { set: { note: 'A photo alone' } }, [photo('alone.jpg')])).toMatchObject({
    state: 'arrived',
  })
  expect(await channels.round()).toMatchObject({ balance: { imported: 1, attached: 1, quarantined: 0 } })
  expect(await attached()).toEqual(before)
})

test('sent twice, because no answer came, is one report with its photo once', async () => {
  const before = await attached()
  const to = packet(3)
  const reply = replyTo(to, { report: { when: '2026-11-22', note: 'Twice' }, files: [announce(twice)] })
  for (let time = 0; time < 2; time++) expect(await sendText(to, reply, [twice])).toMatchObject({ state: 'arrived' })
  expect(await channels.round()).toMatchObject({ balance: { imported: 1, repeat: 1, attached: 2, quarantined: 0 } })
  expect((await attached()).slice(before.length).map(({ digest, text }) => [digest, text])).toEqual([
    [announce(twice).sha256, 'Twice'],
  ])
})

test('takes no sealed file for anything but a photo that the reply announces, whatever is in it', async () => {
  const before = await attached()
  const to = packet(4)
  const mine = photo('mine.jpg')
  const [own = '', recovery = ''] = await strangersKeys()
  const late = printSubmission({
    version: 1,
    channel: 'web',
    kind: 'reply',
    received: '2020-01-01T00:00:00Z',
    receipt: 'x',
    cleaned: 0,
    fields: [['body', replyTo(to, { set: { note: 'Forged' } })]],
    files: [],
  })
  const hostile = {
    'a submission of long ago': await seal(padText(late), keys),
    'a file for others': await seal(padUpload(mine), [own, recovery]),
    'a file that is cut': (await seal(padUpload(mine), keys)).slice(0, -1000),
  }
  for (const file of Object.values(hostile)) {
    const form = new FormData()
    const reply = replyTo(to, { report: { when: '2026-11-23', note: 'Hostile' }, files: [announce(mine)] })
    form.append('file', new Blob([await seal(padText(reply), keys)]), 'reply.sexp.pgp')
    form.append('upload', new Blob([file]), 'upload.sexp.pgp')
    const headers = { Accept: 'application/json' }
    const answer = await fetch(`${channels.intake().url}/reply`, { method: 'POST', body: form, headers })
    expect(answer.status).toBe(201)
  }
  const ended = await channels.satchel('run', '--once', '--json')
  expect(ended.json()).toMatchObject({ balance: { imported: 3, attached: 0, quarantined: 3 } })
  expect(await attached()).toEqual(before)
  expect(await channels.home.rows("select 1 from person where person_note = 'Forged'")).toEqual([])
  expect(await channels.home.rows("select 1 from activity where activity_body = 'Hostile'")).not.toEqual([])
})

test('photos of a report that waits go to its activity once a person accepts it', async () => {
  const before = await attached()
  const to = packet(5)
  const photos = [photo('held-1.jpg'), photo('held-2.jpg')]
  await channels.home.rows(
    "update packet set packet_expires = packet_issued + interval '1 second' where packet_hid = $1",
    [to.id],
  )
  expect(await send(to, { report: { when: '2026-11-24', note: 'It waited' } }, photos)).toMatchObject({
    state: 'arrived',
  })
  expect(await channels.round()).toMatchObject({ balance: { held: 1, attached: 2, quarantined: 0 } })
  expect(await attached()).toEqual(before)
  const held = (await channels.satchel('--json', 'review', 'list')).json<{ id: string; slot: string }[]>()
  const [report] = held.filter(({ slot }) => slot.startsWith('report'))
  await channels.satchel('review', 'accept', report?.id ?? '')
  expect((await attached()).slice(before.length)).toEqual(
    photos.map(each => ({
      name: each.name,
      digest: announce(each).sha256,
      creator: expect.stringMatching(/office$/) as string,
      text: 'It waited',
    })),
  )
  expect((await channels.satchel('verify')).out).not.toContain('WRONG')
})
