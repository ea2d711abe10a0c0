import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { parseReceipt } from '@satchel/protocol/messages/receipt'
import { verifyReceipt } from '@satchel/protocol/messages/receipt-sign'
import { describe, expect, test } from 'vitest'
import { eachWithIntake, type Held, liveToken, multipart, postBody, postForm, shownBefore } from './posts.ts'

const host = eachWithIntake()

async function only(): Promise<Held> {
  const all = await host.held()
  expect(all).toHaveLength(1)
  return all[0] as Held
}

describe('a reply', () => {
  test('of a form is stored as it came and answered with 303 to a page that says thank you', async () => {
    const answer = await postForm(`${host.intake.url}/reply`, {
      token: liveToken,
      x_note: 'a\r\nb',
      'set.given-name': 'Jörg',
    })
    expect(answer.status).toBe(303)
    const page = await fetch(new URL(answer.headers.get('location') ?? '', host.intake.url))
    const { submission, pool } = await only()
    expect(await page.text()).toContain(submission?.receipt)
    expect(pool).toBe('reply')
    expect(submission).toMatchObject({
      channel: 'web',
      kind: 'reply',
      fields: [
        ['token', liveToken],
        ['x_note', 'a\nb'],
        ['set.given-name', 'Jörg'],
      ],
      files: [],
    })
    expect(Math.abs(Date.now() - Date.parse(submission?.received ?? ''))).toBeLessThan(60_000)
  })

  test('from a page in a mail attachment is taken, and may be read from there', async () => {
    const headers = { Origin: 'null', 'Sec-Fetch-Site': 'cross-site', Accept: 'application/json' }
    const answer = await postForm(`${host.intake.url}/reply`, { token: liveToken, a: 'b' }, headers)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    const asked = await fetch(`${host.intake.url}/reply`, { method: 'OPTIONS', headers: { Origin: 'null' } })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('*')
    const other = await fetch(`${host.intake.url}/update`, { headers })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('of a script is answered with 201 and a receipt that is signed for the item that is held', async () => {
    const answer = await postBody(`${host.intake.url}/reply`, '(satchel-reply (version 1))', 'text/plain')
    expect(answer.status).toBe(201)
    const { code, receipt, signature } = (await answer.json()) as Record<string, string>
    const item = await only()
    expect(parseReceipt(receipt ?? '')).toMatchObject({ item: item.name, code, received: item.submission?.received })
    expect(item.submission?.receipt).toBe(code)
    const key = (await (await fetch(`${host.intake.url}/receipt.pub`)).text()).trim()
    expect(verifyReceipt(receipt ?? '', signature ?? '', key)).toBe(true)
    expect(item.submission?.fields).toEqual([['body', '(satchel-reply (version 1))']])
  })

  test('that was sealed in the browser travels as it is', async () => {
    const sealed = await seal('(satchel-reply)', host.keys.publicKeys)
    for (const type of ['application/octet-stream', 'application/pgp-encrypted']) {
      expect((await postBody(`${host.intake.url}/reply`, sealed, type)).status).toBe(201)
    }
    const { submission } = await only()
    expect(submission).toMatchObject({
      channel: 'sealed-web',
      fields: [['sealed', Buffer.from(sealed).toString('base64')]],
    })
  })

  test('in a chosen file is the same as one that was posted: text, and sealed', async () => {
    const sealed = await seal('(satchel-reply)', host.keys.publicKeys)
    expect(
      (await postBody(`${host.intake.url}/reply`, multipart({ language: 'en', file: ['[form]\na'] }))).status,
    ).toBe(303)
    expect((await postBody(`${host.intake.url}/reply`, multipart({ file: [sealed] }))).status).toBe(303)
    const all = (await host.held()).map(({ submission }) => [submission?.channel, submission?.fields])
    expect(all).toHaveLength(2)
    expect(all).toContainEqual([
      'web',
      [
        ['language', 'en'],
        ['body', '[form]\na'],
      ],
    ])
    expect(all).toContainEqual(['sealed-web', [['sealed', Buffer.from(sealed).toString('base64')]]])
  })

  test('with a photograph keeps it as an upload of its own, named by the submission', async () => {
    const photo = Uint8Array.from({ length: 300_000 }, (_, index) => index * 31)
    const answer = await postBody(
      `${host.intake.url}/reply`,
      multipart({ token: liveToken, note: 'see', photo: [photo] }),
    )
    expect(answer.status).toBe(303)
    const all = await host.held()
    const upload = all.find(each => each.upload !== undefined)
    expect(upload).toMatchObject({ pool: 'reply', upload: { name: 'file 0.bin', bytes: photo } })
    expect(all.find(each => each.submission !== undefined)?.submission?.files).toEqual([
      { name: 'file 0.bin', type: 'application/octet-stream', sha256: upload?.name },
    ])
  })

  test('of which all values are empty is told to be opened in a browser', async () => {
    const answer = await postForm(`${host.intake.url}/reply?lang=de`, { x_token: '', x_note: ' ' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('öffnen Sie die Datei in einem Browser')
    expect(await host.held()).toEqual([])
  })

  test.each([
    ['a picture', 'image/png', 'x'],
    ['text in another encoding', 'text/plain', Uint8Array.of(0x67, 0xfc, 0x6e)],
    ['nothing', 'text/plain', ' '],
    ['half a multipart body', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"'],
  ])('that is %s cannot be accepted', async (_, type, body) => {
    const answer = await postBody(`${host.intake.url}/reply`, body, type)
    expect(answer.status).toBe(400)
    expect(await host.held()).toEqual([])
  })

  test('A1: posted again within the hour is one item and the same receipt', async () => {
    const post = async () => {
      const answer = await postForm(
        `${host.intake.url}/reply`,
        { token: liveToken, a: 'b' },
        { Accept: 'application/json' },
      )
      return ((await answer.json()) as { receipt: string }).receipt
    }
    const receipts = await Promise.all(Array.from({ length: 20 }, post))
    expect(new Set(receipts).size).toBe(1)
    const file = () =>
      postBody(`${host.intake.url}/reply`, multipart({ token: liveToken, photo: [Uint8Array.of(0, 1)] }))
    await file()
    await file()
    expect((await host.held()).map(each => each.upload === undefined)).toHaveLength(3)
    expect(readdirSync(join(host.intake.spool, 'tmp'))).toEqual([])
  })
})

describe('an unsubscribe', () => {
  test('A6: is asked for by GET and done by POST, without a redirect, the same whatever the token', async () => {
    const pages: string[] = []
    for (const token of [liveToken, 'nobody-has-this', '0'.repeat(26)]) {
      const link = `${host.intake.url}/unsubscribe/${token}`
      expect((await fetch(link)).status).toBe(200)
      const answer = await postForm(link, { 'List-Unsubscribe': 'One-Click' })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('set-cookie')).toBeNull()
      pages.push(await answer.text())
    }
    expect(new Set(pages).size).toBe(1)
    const all = await host.held()
    expect(all.map(({ submission }) => submission?.fields[0])).toContainEqual(['token', liveToken])
    expect(all).toHaveLength(3)
  })

  test('by address keeps the address, and one without any is asked again', async () => {
    expect((await postForm(`${host.intake.url}/unsubscribe`, { email: 'a@b.example' })).status).toBe(200)
    expect((await only()).submission).toMatchObject({ kind: 'unsubscribe', fields: [['email', 'a@b.example']] })
    expect((await postForm(`${host.intake.url}/unsubscribe`, { email: 'nobody' })).status).toBe(422)
  })

  test('cannot be turned to another token by what is posted', async () => {
    await postForm(`${host.intake.url}/unsubscribe/${liveToken}`, { token: '0'.repeat(26) })
    expect((await only()).submission?.fields[0]).toEqual(['token', liveToken])
  })
})

describe('a form request', () => {
  const ask = (fields: Readonly<Record<string, string>>) => postForm(`${host.intake.url}/update`, fields)

  test('is stored, and answered in the same way whatever the address', async () => {
    const answers = await Promise.all(
      ['known@b.example', 'unknown@b.example'].map(email =>
        ask({ email, language: 'sw', shown: shownBefore(), website: '' }),
      ),
    )
    const seen = answers.map(({ status, headers }) => [status, headers.get('location')?.replace(/=.*/, '').length])
    expect(seen[0]).toEqual(seen[1])
    expect((await host.held()).map(({ submission }) => submission)).toContainEqual(
      expect.objectContaining({
        kind: 'form-request',
        fields: [
          ['email', 'known@b.example'],
          ['language', 'sw'],
        ],
      }),
    )
  })

  test('of a program that fills in every field is not kept', async () => {
    const answer = await ask({ email: 'a@b.example', shown: shownBefore(), website: 'http://spam.example' })
    expect(answer.status).toBe(422)
    expect(await host.held()).toEqual([])
  })

  test('that comes from no page of ours cannot be accepted, and one without an address is asked again', async () => {
    expect((await ask({ email: 'a@b.example' })).status).toBe(400)
    expect((await ask({ email: 'no address', shown: shownBefore() })).status).toBe(422)
    expect(await host.held()).toEqual([])
  })
})

test('an inquiry keeps its fields and up to three files', async () => {
  const fields = { name: 'Ada', email: 'ada@b.example', phone: '', message: 'Do you sell seed?', shown: shownBefore() }
  const files = [new Uint8Array(0), Uint8Array.of(1), new Uint8Array(70_000).fill(9)]
  const answer = await postBody(`${host.intake.url}/inquiry`, multipart({ ...fields, files }))
  expect(answer.status).toBe(303)
  const all = await host.held()
  expect(all.every(({ pool }) => pool === 'open')).toBe(true)
  const submission = all.find(each => each.submission !== undefined)?.submission
  expect(submission).toMatchObject({ kind: 'inquiry', channel: 'web' })
  expect(submission?.fields.map(([name]) => name)).toEqual(['name', 'email', 'phone', 'message'])
  const bytes = submission?.files.map(({ sha256 }) => all.find(each => each.name === sha256)?.upload?.bytes)
  expect(bytes).toEqual(files)
  expect((await postBody(`${host.intake.url}/inquiry`, multipart({ ...fields, message: ' ' }))).status).toBe(422)
  expect(
    (await postBody(`${host.intake.url}/inquiry`, multipart({ ...fields, files: [...files, Uint8Array.of(2)] })))
      .status,
  ).toBe(413)
  expect(await host.held()).toHaveLength(all.length)
})
