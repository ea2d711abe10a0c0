import { compose } from '@satchel/dispatcher/mail-out/compose'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { certificate } from './certificate.ts'
import { closeAll, letter, open, problemOf, reply, sending, serverAt, startServer } from './smtp-servers.ts'

afterEach(closeAll)

describe('a letter sent by SMTP', () => {
  test('arrives byte for byte, but for the Return-Path, which is the envelope’s sender', async () => {
    const { received, port } = await startServer()
    expect(await sending(open(serverAt(port)))).toBe('sent')
    const composed = Buffer.from(await compose(letter)).toString('latin1')
    expect(composed).toContain('Return-Path: <core+b4567@kilimo.example>\r\n')
    expect(received).toMatchObject([{ from: 'core+b4567@kilimo.example', to: ['anna@kilimo.example'] }])
    expect(received[0]?.bytes.toString('latin1')).toBe(
      composed.replace('Return-Path: <core+b4567@kilimo.example>\r\n', ''),
    )
  })

  test('reaches addresses with an apostrophe and of other alphabets', async () => {
    const { received, port } = await startServer()
    const out = open(serverAt(port))
    const addresses = ["o'brien@kilimo.example", "!#$%&'*+-/=?^_`{|}~@kilimo.example", 'jürgen@xn--bcher-kva.example']
    for (const to of addresses) expect(await sending(out, { to })).toBe('sent')
    // the server of the test shows domains in their own letters
    expect(received.map(({ to }) => to)).toEqual([...addresses.slice(0, 2), 'jürgen@bücher.example'].map(to => [to]))
  })

  test('without a bounce address comes from its author', async () => {
    const { received, port } = await startServer()
    const { envelopeFrom: _, ...rest } = letter
    const bytes = await compose(rest)
    await open(serverAt(port)).send({ id: 'a', to: letter.to, bytes })
    expect(received).toMatchObject([{ from: 'core@kilimo.example' }])
  })

  test('may be 8-bit and have dots and long lines: other programs’ bytes pass as they are', async () => {
    const { received, port } = await startServer()
    const body = `é ü\r\n.\r\n..\r\n.a\r\n${'x'.repeat(990)}\r\nlast line without an end`
    const bytes = Buffer.from(
      `From: core@kilimo.example\r\nReturn-Path:\r\n <core@kilimo.example>\r\nX: y\r\n\r\n${body}`,
    )
    await open(serverAt(port)).send({ id: 'a', to: letter.to, bytes })
    expect(received[0]?.bytes.toString()).toBe(`From: core@kilimo.example\r\nX: y\r\n\r\n${body}\r\n`)
  })

  test('goes over one connection with the next ones, in their order', async () => {
    const { received, port, connections } = await startServer()
    const out = open(serverAt(port))
    const ids = ['a', 'b', 'c', 'd']
    await Promise.all(ids.map(id => sending(out, { messageId: `${id}@kilimo.example` })))
    expect(received.map(({ bytes }) => /Message-ID: <(.)@/i.exec(bytes.toString())?.[1])).toEqual(ids)
    expect(connections()).toBe(1)
  })

  test('after the server closed the idle connection goes over a new one', async () => {
    const { received, port, connections, drop } = await startServer()
    const out = open(serverAt(port))
    await sending(out)
    await drop()
    await expect.poll(() => sending(out).catch(() => 'not yet')).toBe('sent')
    expect({ connections: connections(), letters: received.length }).toEqual({ connections: 2, letters: 2 })
  })

  test.each([
    'anna@kilimo.example\r\nRCPT TO:<thief@evil.example>',
    'anna@kilimo.example> SIZE=1',
    'anna@kilimo.example, thief@evil.example',
    '<anna@kilimo.example>',
    '',
  ])('to %j is not sent at all', async to => {
    const { port, connections } = await startServer()
    const bytes = await compose(letter)
    const out = open(serverAt(port))
    await expect(out.send({ id: 'a', to, bytes })).rejects.toMatchObject({ code: 'address/not-valid' })
    expect(connections()).toBe(0)
  })

  test('with a forged envelope sender is not sent', async () => {
    const { port, connections } = await startServer()
    for (const sender of ['<a@b.example\u0000>', '<a b@c.example>', '<a@b@c.example>']) {
      const bytes = Buffer.from(`Return-Path: ${sender}\r\nFrom: core@kilimo.example\r\n\r\nx`)
      await expect(open(serverAt(port)).send({ id: 'a', to: letter.to, bytes })).rejects.toMatchObject({
        code: 'address/not-valid',
      })
    }
    expect(connections()).toBe(0)
  })
})

describe('TLS and login', () => {
  const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) =>
    username === 'core@kilimo.example' && password === 'a secret'
      ? done(null, { user: username })
      : done(reply(535, 'no'))
  const user = 'core@kilimo.example'

  test.each([
    ['implicit', { secure: true }],
    ['starttls', { disabledCommands: [] }],
  ] as const)('%s: the letter goes over TLS with the login', async (security, options) => {
    const { received, port } = await startServer({ ...options, disabledCommands: [], authOptional: false, onAuth })
    const out = open(serverAt(port, security, user), { password: 'a secret', ca: certificate.cert })
    expect(await sending(out)).toBe('sent')
    expect(received).toMatchObject([{ secure: true, user }])
  })

  test('a certificate that nobody vouches for ends it before the login', async () => {
    let logins = 0
    const { received, port } = await startServer({
      secure: true,
      onAuth(auth, session, done) {
        logins++
        onAuth(auth, session, done)
      },
    })
    const problem = await problemOf(open(serverAt(port, 'implicit', user), { password: 'a secret' }))
    expect(problem).toMatchObject({ code: 'smtp/not-safe', retry: 'later' })
    expect({ logins, received }).toEqual({ logins: 0, received: [] })
  })

  test('a certificate for another name ends it', async () => {
    const { port, received } = await startServer({ secure: true }, '0.0.0.0')
    const other = { ...serverAt(port, 'implicit'), host: '127.0.0.2' }
    expect(await problemOf(open(other, { ca: certificate.cert }))).toMatchObject({ code: 'smtp/not-safe' })
    expect(received).toEqual([])
    const named = { ...serverAt(port, 'implicit'), host: '127.0.0.1' }
    expect(await sending(open(named, { ca: certificate.cert }))).toBe('sent')
  })

  test('a server without STARTTLS gets no letter and no password', async () => {
    let logins = 0
    const { received, port } = await startServer({
      allowInsecureAuth: true,
      onAuth(auth, session, done) {
        logins++
        onAuth(auth, session, done)
      },
    })
    const problem = await problemOf(open(serverAt(port, 'starttls', user), { password: 'a secret' }))
    expect(problem).toMatchObject({ code: 'smtp/not-safe', retry: 'later', blame: 'operator' })
    expect({ logins, received }).toEqual({ logins: 0, received: [] })
  })

  test('a wrong password is the operator’s to mend, and in no message', async () => {
    const { port } = await startServer({ secure: true, authOptional: false, onAuth })
    const out = open(serverAt(port, 'implicit', user), { password: 'not that one', ca: certificate.cert })
    const problem = await problemOf(out)
    expect(problem).toMatchObject({ code: 'smtp/login', blame: 'operator', retry: 'later', details: { reply: 535 } })
    expect(`${problem.message} ${problem.hints.join(' ')} ${JSON.stringify(problem.details)}`).not.toContain(
      'not that one',
    )
  })
})

describe('the hourly limit', () => {
  const start = Date.parse('2026-11-22T08:00:00Z')

  test('lets as many out as it says, not one more, and goes on an hour later', async () => {
    const { port, received } = await startServer()
    let time = start
    const out = open(serverAt(port), { perHour: 2, now: () => new Date(time) })
    await sending(out)
    time += 1_800_000
    await sending(out)
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/budget', retry: 'later', details: { perHour: 2 } })
    time = start + 3_599_999
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/budget' })
    time = start + 3_600_000
    expect(await sending(out)).toBe('sent')
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/budget' })
    expect(received).toHaveLength(3)
  })

  test('counts what went out before a restart', async () => {
    const { port, received } = await startServer()
    const sentBefore = [start - 3_600_000, start - 10].map(time => new Date(time))
    const out = open(serverAt(port), { perHour: 2, now: () => new Date(start), sentBefore })
    expect(await sending(out)).toBe('sent')
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/budget' })
    expect(received).toHaveLength(1)
  })
})
