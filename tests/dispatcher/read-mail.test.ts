import { judgeMail } from '@satchel/dispatcher/mail-kind/judge-mail'
import { type MailMaxima, mailMaxima } from '@satchel/dispatcher/mail-limits'
import { linesOfDashes, linesWithin } from '@satchel/dispatcher/mail-read/mime-tree'
import { readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { Problem } from '@satchel/protocol/problem'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const ours = 'core@kilimo.example'
const trustedServers = ['mx.kilimo.example']

const bytesOf = (text: string) => new TextEncoder().encode(text.replaceAll('\n', '\r\n'))
const judge = (text: string, maxima: Partial<MailMaxima> = {}) =>
  judgeMail(bytesOf(text), { ours, trustedServers, maxima: { ...mailMaxima, ...maxima } })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  )

const head = 'From: grace@shamba.example\nTo: core@kilimo.example\nMIME-Version: 1.0\n'

describe('any bytes', () => {
  const seen = async (raw: Uint8Array) => {
    const mail = await judgeMail(raw, { ours, trustedServers, maxima: mailMaxima }).catch((error: unknown) => error)
    if (mail instanceof Problem) expect(mail.code).toMatch(/^mail\//)
    // nobody is proven by noise
    else expect(mail).toMatchObject({ authenticated: null })
  }

  test('are read or refused with a problem', () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), seen), { numRuns: 300 }))

  test('made of pieces of mails are read or refused with a problem', () => {
    const piece = fc.constantFrom(
      '\r\n',
      '\n',
      '\r\n\r\n',
      '--b',
      '--b--',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      'Content-Type: message/delivery-status',
      'Content-Type: text/html; charset=no-such-charset',
      'Content-Type: text/plain; format=flowed; delsp=yes',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename*0*=utf-8%27%27%FF; filename*1=b',
      'From: <a@b.example>, "',
      'Authentication-Results: mx.kilimo.example; dkim=pass (',
      'Subject: =?utf-8?b?////?= =?x?q?=?=',
      'Final-Recipient: rfc822;',
      'Date: x',
      '> ',
      '<div',
      '<!--',
      '&#x110000;',
      '\u0000',
      '\uFFFD',
    )
    return fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 60 }), pieces =>
        seen(new TextEncoder().encode(pieces.join(''))),
      ),
      { numRuns: 500 },
    )
  })

  test('with no From at all come from nobody', async () => {
    expect(await judge('')).toMatchObject({ kind: 'reply', from: [], authenticated: null, tokens: [], date: null })
  })
})

describe('limits', () => {
  test('a mail of the largest size is read, one byte more is not', async () => {
    const mail = bytesOf(`${head}\n${'x'.repeat(1000)}`)
    const read = (bytes: number) => readMail(mail, { ours, trustedServers, maxima: { bytes } })
    expect(await codeOf(read(mail.length))).toBe('read')
    const refusal = await read(mail.length - 1).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'mail/too-large', blame: 'sender', retry: 'never' })
  })

  const nested = (depth: number) => {
    const open = Array.from(
      { length: depth },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`,
    )
    return `${head}${open.join('')}Content-Type: text/plain\n\ndeep\n`
  }
  const manyParts = (count: number, extra = '') =>
    `${head}Content-Type: multipart/mixed; boundary=b\n\n${`--b\n${extra}\nx\n`.repeat(count)}--b--\n`
  const manyLines = (count: number) => `${head}${'\n'.repeat(count - head.split('\n').length + 1)}`
  // the first of them begins a part, the last one ends it
  const manyDashes = (count: number) =>
    `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${'--c\n'.repeat(count - 2)}--b--\nx\n`
  const manyHeaders = (bytes: number) => {
    const rest = bytes - head.length - 'X: '.length - head.split('\n').length + 1
    return `${head}X: ${'y'.repeat(rest)}\n\ntext`
  }

  test.each([
    ['depth', nested(5), nested(6), { depth: 5 }],
    ['parts', manyParts(7), manyParts(8), { parts: 7 }],
    [
      'attachments',
      manyParts(3, 'Content-Disposition: attachment\n'),
      manyParts(4, 'Content-Disposition: attachment\n'),
      { attachments: 3 },
    ],
    ['lines', manyLines(linesWithin({ memoryMb: 1 })), manyLines(linesWithin({ memoryMb: 1 }) + 1), { memoryMb: 1 }],
    [
      'lines that could begin a part',
      manyDashes(linesOfDashes({ parts: 2 })),
      manyDashes(linesOfDashes({ parts: 2 }) + 1),
      { parts: 2 },
    ],
    ['header bytes', manyHeaders(1900), manyHeaders(2100), { headerBytes: 2000 }],
  ])('%s: at the limit it is read, over it is not', async (_, within, over, maxima) => {
    expect(await codeOf(judge(within, maxima))).toBe('read')
    expect(await codeOf(judge(over, maxima))).toBe('mail/not-readable')
  })

  test('HTML of the longest length is read, one character more is too large', async () => {
    const html = (length: number) => `${head}Content-Type: text/html\n\n${'x'.repeat(length - 1)}\n`
    expect(await codeOf(judge(html(500), { htmlLength: 500 }))).toBe('read')
    expect(await codeOf(judge(html(501), { htmlLength: 500 }))).toBe('mail/too-large')
  })

  test('text parts of the largest size together are read, one byte more is too large', async () => {
    const two = (bytes: number) =>
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${'x'.repeat(99)}\n--b\n\n${'x'.repeat(bytes - 101)}\n--b--\n`
    expect(await codeOf(judge(two(500), { textBytes: 500 }))).toBe('read')
    expect(await codeOf(judge(two(501), { textBytes: 500 }))).toBe('mail/too-large')
  })

  test('a mail that takes too long is given up', async () => {
    const slow = bytesOf(manyParts(20_000))
    const refusal = await readMail(slow, { ours, trustedServers, maxima: { timeMs: 1 } }).catch(
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ code: 'mail/not-readable', details: { lacking: 'time' } })
  })

  test('a mail that takes too much memory is given up, and the next one is read', async () => {
    const bomb = new Uint8Array(4 * 1024 * 1024).fill(10)
    bomb.set(bytesOf(`${head}Content-Type: text/plain\n\nx`))
    const read = readMail(bomb, { ours, trustedServers, maxima: { memoryMb: 32 } })
    expect(await read.catch((error: unknown) => error)).toMatchObject({
      code: 'mail/not-readable',
      details: { lacking: 'memory' },
    })
    expect(await readMail(bytesOf(`${head}\nHello`), { ours, trustedServers })).toMatchObject({ text: 'Hello\n' })
  })

  test.each([
    ['tags that never end', '<a '.repeat(300_000)],
    ['quotes that never end', '<a b="'.repeat(200_000)],
    ['scripts that never end', '<script>'.repeat(150_000)],
    ['comments that never end', '<!-'.repeat(300_000)],
    ['open elements', '<b>'.repeat(300_000)],
    ['quotes in quotes', '<blockquote>x'.repeat(80_000)],
    ['ampersands', '&'.repeat(1_000_000)],
  ])('HTML of %s takes no long time', async (_, html) => {
    const raw = bytesOf(`${head}Content-Type: text/html\n\n${html}`)
    expect(await codeOf(readMail(raw, { ours, trustedServers, maxima: { timeMs: 5000 } }))).toBe('read')
  })

  test('an installation without a plain address reads nothing', async () => {
    expect(await codeOf(readMail(bytesOf(head), { ours: 'a@b@c', trustedServers }))).toBe('address/not-valid')
  })
})

describe('what a mail shows', () => {
  test.each([
    ['From: grace@shamba.example', 'grace@shamba.example'],
    ['From: "Otieno, Grace" <Grace@shamba.example>', 'grace@shamba.example'],
    ['fRoM:\n Grace\n <grace@shamba.example>', 'grace@shamba.example'],
    ["From: Pat O'Brien <O'Brien@shamba.example>", "o'brien@shamba.example"],
    ['From: grace@shamba.example\nFrom: grace@shamba.example', null],
    ['From: grace@shamba.example\nSubject: x\nFROM:\n mallory@evil.example', null],
    ['From: grace@shamba.example\nFrom : mallory@evil.example', null],
    ['From: grace@shamba.example\nFrom:', null],
    ['From: grace@shamba.example,\n mallory@evil.example', null],
    ['From: all: grace@shamba.example, mallory@evil.example;', null],
    ['From: grace@shamba.example <mallory@evil.example> <grace@shamba.example>', null],
    ['From:', null],
    ['Subject: x', null],
  ])('has one author only where one From header holds one address: %j', async (from, author) => {
    expect((await judge(`${from}\nTo: core@kilimo.example\n\nx`)).author).toBe(author)
  })

  test('has one line of subject without control characters, of at most 300', async () => {
    const subject = (text: string) => judge(`${head}Subject: ${text}\n\n`).then(mail => mail.subject)
    expect(await subject('=?utf-8?q?a=0D=0ABcc:_x=E2=80=AEb?=')).toBe('a Bcc: x b')
    expect(await subject('x'.repeat(300))).toHaveLength(300)
    expect(await subject('x'.repeat(301))).toHaveLength(300)
  })

  test('names its files without control characters; the name is a label and stays one', async () => {
    const part = 'Content-Disposition: attachment; filename="../../etc/pa\u0007sswd"\n'
    const mail = await judge(`${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n${part}\nx\n--b--\n`)
    expect(mail.attachments).toMatchObject([{ name: '../../etc/pa sswd', type: 'text/plain' }])
  })

  test('has a date only where it is one', async () => {
    for (const [date, expected] of [
      ['Thu, 1 Jan 2036 00:00:00 +0000', new Date('2036-01-01T00:00:00Z')],
      ['yesterday', null],
      ['', null],
    ] as const) {
      expect((await judge(`${head}Date: ${date}\n\n`)).date).toEqual(expected)
    }
  })

  test('says the language of the answer where its program does', async () => {
    expect((await judge(`${head}Content-Language: sw-KE\n\n`)).language).toBe('sw-ke')
    expect((await judge(`${head}Accept-Language: fr-FR, en;q=0.5\n\n`)).language).toBe('fr-fr')
    expect((await judge(`${head}Content-Language: <script>\n\n`)).language).toBeNull()
    expect((await judge(`${head}\n\n`)).language).toBeNull()
  })
})
