import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const letter: Letter = {
  id: 'packet-7QK2-M9XA-3F0T',
  messageId: 'packet-7QK2-M9XA-3F0T@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  replyTo: 'core+r0123@kilimo.example',
  envelopeFrom: 'core+b4567@kilimo.example',
  subject: 'Work packet 7QK2',
  text: 'Habari Anna,\n\nplease call.\n',
  attachments: [],
  autoSubmitted: 'auto-generated',
}

const textOf = async (value: Letter) => Buffer.from(await compose(value)).toString('latin1')

/** Unfolded header lines. */
function headersOf(mail: string): readonly string[] {
  const [head = ''] = mail.split('\r\n\r\n')
  return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
}

/** A header that must be there exactly once. */
function headerOf(mail: string, name: string): string {
  const found = headersOf(mail).filter(line => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  expect(found).toHaveLength(1)
  return found[0]?.slice(name.length + 1).trim() ?? ''
}

function decodedSubject(mail: string): string {
  return headerOf(mail, 'Subject')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, body: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(body, 'base64').toString('latin1')
        : body
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    )
}

const utf8 = (latin: string) => Buffer.from(latin, 'latin1').toString('utf8')

describe('a letter', () => {
  test('is the same bytes each time it is composed', async () => {
    const attachments = [{ name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>é</p>' }]
    const first = await compose({ ...letter, attachments })
    expect(Buffer.compare(first, await compose({ ...letter, attachments }))).toBe(0)
  })

  test('differs in its boundary from any other letter', async () => {
    const attachments = [{ name: 'a.txt', type: 'text/plain', content: 'a' }]
    const boundary = async (id: string) => /boundary="([^"]+)"/.exec(await textOf({ ...letter, id, attachments }))?.[1]
    expect(await boundary('a')).not.toBe(await boundary('b'))
    expect(await boundary('a')).toBe(await boundary('a'))
  })

  test('has the headers that keep machines from answering it', async () => {
    const mail = await textOf(letter)
    expect(headerOf(mail, 'Auto-Submitted')).toBe('auto-generated')
    expect(headerOf(mail, 'X-Auto-Response-Suppress')).toBe('All')
    expect(headerOf(await textOf({ ...letter, autoSubmitted: 'auto-replied' }), 'Auto-Submitted')).toBe('auto-replied')
  })

  test('says who, to whom, when, where answers and bounces go, and nothing of the program or the host', async () => {
    const mail = await textOf(letter)
    expect(headerOf(mail, 'From')).toBe('core@kilimo.example')
    expect(headerOf(mail, 'To')).toBe('anna@kilimo.example')
    expect(headerOf(mail, 'Reply-To')).toBe('core+r0123@kilimo.example')
    expect(headerOf(mail, 'Return-Path')).toBe('<core+b4567@kilimo.example>')
    expect(headerOf(mail, 'Message-ID')).toBe('<packet-7QK2-M9XA-3F0T@kilimo.example>')
    expect(headerOf(mail, 'Date')).toBe('Sun, 22 Nov 2026 08:00:00 +0000')
    expect(headersOf(mail).join('\n')).not.toMatch(/^(X-Mailer|User-Agent|Received)/im)
  })

  test('may have no answer and no bounce address', async () => {
    const { replyTo: _, envelopeFrom: __, ...rest } = letter
    const names = headersOf(await textOf(rest)).map(line => line.split(':')[0])
    expect(names).not.toContain('Reply-To')
    expect(names).not.toContain('Return-Path')
  })

  test('writes international domains as machines do', async () => {
    const mail = await textOf({ ...letter, to: 'anna@bücher.example', messageId: 'a@bücher.example' })
    expect(headerOf(mail, 'To')).toBe('anna@xn--bcher-kva.example')
    expect(headerOf(mail, 'Message-ID')).toBe('<a@xn--bcher-kva.example>')
  })
})

describe('an address', () => {
  const hostile = [
    'anna@kilimo.example\r\nBcc: thief@evil.example',
    'anna@kilimo.example\nRCPT TO:<thief@evil.example>',
    'anna@kilimo.example\r',
    'anna@kilimo.example, thief@evil.example',
    'anna@kilimo.example;thief@evil.example',
    'Anna <anna@kilimo.example>',
    '"anna thief@evil.example"@kilimo.example',
    'anna(thief@evil.example)@kilimo.example',
    'group:anna@kilimo.example;',
    'anna@[127.0.0.1]',
    'anna@kilimo.example ',
    'an na@kilimo.example',
    'anna@@kilimo.example',
    'anna@thief@kilimo.example',
    'anna\u0000@kilimo.example',
    'anna\u202e@kilimo.example',
    'anna\\@kilimo.example',
    'anna@kilimo%00.example',
    'anna@thief\uff20kilimo.example',
    'anna',
    '@kilimo.example',
    'anna@',
    '',
    `${'a'.repeat(65)}@kilimo.example`,
    `anna@${'a'.repeat(256)}`,
  ]

  test.each(['from', 'to', 'replyTo', 'envelopeFrom'] as const)(
    'that is more than one plain one is refused as %s',
    async part => {
      for (const address of hostile) {
        const refusal = await compose({ ...letter, [part]: address }).catch((error: unknown) => error)
        expect(refusal).toMatchObject({ name: 'Problem', code: 'address/not-valid' })
        // an address is a person's: it is in no message
        if (address.length > 5) expect(JSON.stringify(refusal) + String(refusal)).not.toContain(address)
      }
    },
  )

  test('of 64 characters before the @ and 255 behind it is taken', async () => {
    const to = `${'a'.repeat(64)}@${'b'.repeat(247)}.example`
    expect(headerOf(await textOf({ ...letter, to }), 'To')).toBe(to)
  })

  test.each(["o'brien@kilimo.example", 'user/tag@kilimo.example', "!#$%&'*+-/=?^_`{|}~@kilimo.example"])(
    'with any sign that the standards allow is taken as it is: %s',
    async to => {
      const mail = await textOf({ ...letter, to, envelopeFrom: to })
      expect([headerOf(mail, 'To'), headerOf(mail, 'Return-Path')]).toEqual([to, `<${to}>`])
    },
  )

  test('has tokens behind a plus in it', async () => {
    const to = 'core+rQ7N4M9XA3F0TB2C5D6E8G1HJKV@kilimo.example'
    expect(headerOf(await textOf({ ...letter, to }), 'To')).toBe(to)
  })
})

describe('a subject', () => {
  test('is one line without control characters, whatever was put in', async () => {
    const subject = fc.string({ unit: 'binary', maxLength: 160 }).filter(value => value.isWellFormed())
    await fc.assert(
      fc.asyncProperty(subject, async value => {
        const mail = await textOf({ ...letter, subject: `Packet ${value}\r\nBcc: thief@evil.example` })
        expect(headersOf(mail).map(line => line.split(':')[0])).not.toContain('Bcc')
        expect(utf8(decodedSubject(mail))).not.toMatch(/\p{Cc}/u)
        expect(headerOf(mail, 'To')).toBe('anna@kilimo.example')
      }),
      { numRuns: 25 },
    )
  })

  test('has at most 150 characters, and keeps letters of other alphabets', async () => {
    const of = async (subject: string) => utf8(decodedSubject(await textOf({ ...letter, subject })))
    expect(await of('ü'.repeat(150))).toBe('ü'.repeat(150))
    expect(await of('ü'.repeat(151))).toBe('ü'.repeat(150))
    expect(await of(`a\u0007b\tc\u0085d`)).toBe('a b c d')
  })
})

test('has CR LF at the end of every line: a signature covers the bytes', async () => {
  const attachments = [{ name: 'a.txt', type: 'text/plain', content: 'a\nb'.repeat(200) }]
  const mail = await textOf({ ...letter, text: 'a\nb\r\nc\rd', attachments })
  expect(mail.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('a body keeps its lines and letters, and loses control characters', async () => {
  const mail = await textOf({ ...letter, text: 'é – \u0007\u001b[31mred\u0000\n\ttab\r\nend\u0085' })
  const body = mail
    .slice(mail.indexOf('\r\n\r\n') + 4)
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  expect(utf8(body).trimEnd()).toBe('é – [31mred\r\n\ttab\r\nend')
})

describe('an attachment', () => {
  const partsOf = (mail: string) => {
    const boundary = /boundary="([^"]+)"/.exec(mail)?.[1] ?? ''
    return mail.split(`--${boundary}`).slice(2, -1)
  }

  test('arrives with exactly its bytes', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('a\nb\r\nc\rd', 'From here\n.\n', '\uFEFFé '),
    )
    // a mail in a mail is what mail programs re-code first
    const types = fc.constantFrom('application/x-satchel', 'text/html; charset=utf-8', 'message/rfc822')
    await fc.assert(
      fc.asyncProperty(content, types, async (value, type) => {
        const attachments = [{ name: 'packet.sexp', type, content: value }]
        const [part = ''] = partsOf(await textOf({ ...letter, attachments }))
        const body = part.slice(part.indexOf('\r\n\r\n') + 4)
        expect(Buffer.from(body, 'base64')).toEqual(Buffer.from(value as string))
      }),
      { numRuns: 60 },
    )
  })

  test('of HTML is one to be saved and opened, not a body to be shown', async () => {
    const attachments = [{ name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>' }]
    const mail = await textOf({ ...letter, attachments })
    const [part = ''] = partsOf(mail)
    expect(part).toMatch(/^Content-Type: text\/html; charset=utf-8; name=packet\.html\r?$/m)
    expect(part).toMatch(/^Content-Disposition: attachment; filename=packet\.html\r?$/m)
    expect(mail).not.toContain('multipart/alternative')
  })

  test('is content, never a file or an address to be fetched', async () => {
    const attachments = ['/etc/hostname', 'http://127.0.0.1:1/', 'data:text/plain,x'].map((content, index) => ({
      name: `a${index}.txt`,
      type: 'text/plain',
      content,
    }))
    const bodies = partsOf(await textOf({ ...letter, attachments })).map(part =>
      Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4), 'base64').toString(),
    )
    expect(bodies).toEqual(attachments.map(each => each.content))
  })

  test('with a name, type or message id that our code should never make is a bug', async () => {
    const names = [
      'a.js',
      'a.html.exe',
      'a.exe.html',
      '../a.txt',
      'a b.txt',
      'a"\r\n.txt',
      '.txt',
      'Jimmy Okello.html',
      '',
    ]
    for (const name of names) {
      const attachments = [{ name, type: 'text/plain', content: '' }]
      await expect(compose({ ...letter, attachments })).rejects.toThrow(TypeError)
    }
    for (const type of ['text/plain\r\nX: y', '', 'text/html; charset=utf-8; name=x']) {
      const attachments = [{ name: 'a.txt', type, content: '' }]
      await expect(compose({ ...letter, attachments })).rejects.toThrow(TypeError)
    }
    for (const messageId of ['', 'a', 'a@b>\r\nX: y', '<a@b.example>']) {
      await expect(compose({ ...letter, messageId })).rejects.toThrow(TypeError)
    }
    const signature = [{ name: 'packet.sexp.asc', type: 'application/pgp-signature', content: '' }]
    await expect(compose({ ...letter, attachments: signature })).resolves.toBeDefined()
  })
})
