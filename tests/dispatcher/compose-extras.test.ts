import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import { judgeMail } from '@satchel/dispatcher/mail-kind/judge-mail'
import { mailMaxima } from '@satchel/dispatcher/mail-limits'
import { describe, expect, test } from 'vitest'

const letter: Letter = {
  id: 'form-7QK2',
  messageId: 'form-7QK2@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  subject: 'Your data',
  text: 'Habari  \nFrom here on\n',
  attachments: [{ name: 'a.txt', type: 'text/plain', content: 'a' }],
  autoSubmitted: 'auto-generated',
}

const textOf = async (changes: Partial<Letter>) =>
  Buffer.from(await compose({ ...letter, ...changes })).toString('latin1')
const headOf = async (changes: Partial<Letter>) =>
  (await textOf(changes))
    .split('\r\n\r\n', 1)[0]
    ?.replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n') ?? []

describe('unsubscribing', () => {
  const url = 'https://intake.example.org/u/9876ABCDEFGHJKMNPQRSTVWXYZ'
  const mailto = 'core+u9876abcdefghjkmnpqrstvwxyz@kilimo.example'

  test('is offered by web with one click, and by mail', async () => {
    const head = await headOf({ listUnsubscribe: { url, mailto } })
    expect(head).toContain(`List-Unsubscribe: <${url}>, <mailto:${mailto}>`)
    expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  test.each([
    ['by mail alone', { mailto }, `<mailto:${mailto}>`],
    ['over a page without TLS', { url: url.replace('https', 'http') }, `<${url.replace('https', 'http')}>`],
  ])('%s is no one-click', async (_, listUnsubscribe, value) => {
    const head = await headOf({ listUnsubscribe })
    expect(head).toContain(`List-Unsubscribe: ${value}`)
    expect(head.join('\n')).not.toContain('List-Unsubscribe-Post')
  })

  test('is not mentioned where there is no way', async () => {
    for (const changes of [{}, { listUnsubscribe: {} }]) {
      expect((await headOf(changes)).join('\n')).not.toContain('Unsubscribe')
    }
  })

  test('with a link or an address that is more than one is refused', async () => {
    for (const bad of ['https://a>,<https://b', 'https://a\r\nBcc: x', 'javascript:1', 'https://a b', '']) {
      await expect(compose({ ...letter, listUnsubscribe: { url: bad } })).rejects.toThrow(TypeError)
    }
    for (const bad of ['a@b.example>,<x', 'a@b.example?subject=x&to=c@d', 'a@b.example\r\nX: y']) {
      await expect(compose({ ...letter, listUnsubscribe: { mailto: bad } })).rejects.toMatchObject({
        code: 'address/not-valid',
      })
    }
  })
})

describe('a letter with HTML', () => {
  const html = '<p>Habari \u00e9</p>'

  test('has it beside the text, the plain one first, and the attachments around both', async () => {
    const mail = await textOf({ html })
    const types = [...mail.matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)].map(([, type]) => type)
    expect(types).toEqual(['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/plain'])
    expect(mail).toContain('<p>Habari =C3=A9</p>')
  })

  test('is the same bytes each time, and reads as the text', async () => {
    const [first, second] = [await compose({ ...letter, html }), await compose({ ...letter, html })]
    expect(Buffer.compare(first, second)).toBe(0)
    const read = await judgeMail(first, { ours: 'core@kilimo.example', trustedServers: [], maxima: mailMaxima })
    expect(read.text).toContain('From here on')
    expect(read.attachments.map(({ name }) => name)).toEqual(['a.txt'])
  })

  test('is content, never a file or an address to be fetched, and pictures of it stay where they are', async () => {
    for (const odd of ['/etc/hostname', '<img src="http://127.0.0.1:1/x.png"><img src="data:image/png;base64,AAAA">']) {
      const mail = await textOf({ html: odd, attachments: [] })
      expect(mail.replace(/=\r\n/g, '').replaceAll('=3D', '=')).toContain(odd)
      expect(mail).not.toContain('Content-ID')
    }
  })
})

describe('the sender', () => {
  const fromOf = async (fromName: string) => (await headOf({ fromName })).find(line => line.startsWith('From:'))

  test('has a name before the address', async () => {
    expect(await fromOf('Kilimo Co-operative')).toBe('From: "Kilimo Co-operative" <core@kilimo.example>')
    expect(await fromOf('')).toBe('From: core@kilimo.example')
    expect(await fromOf('Größe')).toMatch(/^From: =\?UTF-8\?\S+\?= <core@kilimo\.example>$/)
  })

  test('stays one address, whatever the name holds', async () => {
    for (const name of [
      'a\r\nBcc: thief@evil.example',
      'x <thief@evil.example>,',
      '"x" <thief@evil.example>',
      'a, b'.repeat(90),
    ]) {
      const head = await headOf({ fromName: name })
      expect(head.filter(line => /^(?:From|Bcc):/.test(line))).toHaveLength(1)
      const read = await judgeMail(await compose({ ...letter, fromName: name }), {
        ours: 'other@kilimo.example',
        trustedServers: [],
        maxima: mailMaxima,
      })
      expect(read.author).toBe('core@kilimo.example')
    }
  })
})

describe('PGP/MIME', () => {
  /** The beginning of a v4 signature packet, its hash SHA-256, SHA-512 or MD5. */
  const armored = (hash: number, prefix: readonly number[] = [0xc2, 0x10]) =>
    `-----BEGIN PGP SIGNATURE-----\n\n${Buffer.from([...prefix, 4, 0, 22, hash, ...Buffer.alloc(40)]).toString('base64')}\n-----END PGP SIGNATURE-----\n`

  async function signed(hash: number, prefix?: readonly number[], changes: Partial<Letter> = {}) {
    const seen: string[] = []
    const bytes = await compose({ ...letter, ...changes }, over => {
      seen.push(Buffer.from(over).toString('latin1'))
      return Promise.resolve(armored(hash, prefix))
    })
    return { mail: Buffer.from(bytes).toString('latin1'), bytes, signedOver: seen[0] ?? '' }
  }

  test('signs the exact bytes of the first part, whose headers are those of content only', async () => {
    const { mail, signedOver } = await signed(10)
    const boundary = /boundary="(signed-[^"]+)"/.exec(mail)?.[1] ?? ''
    expect(mail.split(`--${boundary}\r\n`)[1]).toBe(`${signedOver}\r\n`)
    expect(signedOver).toMatch(/^Content-Type: multipart\/mixed;[^]*--\r\n$/)
    expect(signedOver).not.toMatch(/^(From|To|Subject|Date):/m)
    expect(signedOver.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    // neither a mailbox file nor a server that trims lines may change it
    expect(signedOver).not.toMatch(/^From |[ \t]\r\n/m)
    const both = await signed(10, undefined, { html: '<p>a </p>\n<p>  \nFrom \u00e9</p>\n' })
    expect(both.signedOver).toContain('multipart/alternative')
    expect(both.signedOver).not.toMatch(/^From |[ \t]\r\n|[\u0080-\uffff]/m)
  })

  test('keeps the other headers, names the hash of the signature, and reads as the same letter', async () => {
    const { mail, bytes } = await signed(10)
    expect(mail).toContain('multipart/signed; micalg=pgp-sha512;')
    expect(mail.match(/^MIME-Version:/gm)).toHaveLength(1)
    const options = { ours: 'core@kilimo.example', trustedServers: [], maxima: mailMaxima }
    const [read, plain] = [await judgeMail(bytes, options), await judgeMail(await compose(letter), options)]
    expect(read.text.trimEnd()).toBe(plain.text.trimEnd())
    expect(read.text).toContain('\nFrom here on\n')
    expect(read.attachments.map(({ name }) => name)).toEqual(['a.txt', 'signature.asc'])
    expect({ ...read, text: '', attachments: [] }).toEqual({ ...plain, text: '', attachments: [] })
  })

  test('is the same bytes each time for the same signature', async () => {
    expect((await signed(10)).mail).toBe((await signed(10)).mail)
  })

  test.each([
    ['a new packet of one octet of length', [0xc2, 0x10], 8, 'pgp-sha256'],
    ['a new packet of two octets', [0xc2, 0xc1, 0x10], 10, 'pgp-sha512'],
    ['an old packet of one octet', [0x88, 0x75], 10, 'pgp-sha512'],
    ['an old packet of two octets', [0x89, 0x01, 0x33], 9, 'pgp-sha384'],
  ])('%s', async (_, prefix, hash, micalg) => {
    expect((await signed(hash, prefix, { attachments: [] })).mail).toContain(`micalg=${micalg};`)
  })

  test('a signature of an unknown kind is a bug', async () => {
    await expect(signed(1)).rejects.toThrow(TypeError)
    await expect(compose(letter, () => Promise.resolve('no signature'))).rejects.toThrow(TypeError)
  })
})
