import { afterEach, describe, expect, test } from 'vitest'
import {
  closeAll,
  closing,
  open,
  problemOf,
  reply,
  sending,
  serverAt,
  startDropping,
  startServer,
  usual,
} from './smtp-servers.ts'

afterEach(closeAll)

describe('a letter that is refused', () => {
  const refusing = (stage: 'onMailFrom' | 'onRcptTo', code: number) =>
    startServer({
      [stage]: (_address: unknown, _session: unknown, done: (error: Error) => void) => done(reply(code, '5.1.1 no')),
    })
  const refusingData = (code: number) =>
    startServer({
      onData(stream, _session, done) {
        stream.resume()
        stream.on('end', () => done(reply(code, 'no')))
      },
    })

  test.each([
    ['at the recipient with 450: later', () => refusing('onRcptTo', 450), 'smtp/busy', 'later'],
    ['at the recipient with 452: later', () => refusing('onRcptTo', 452), 'smtp/busy', 'later'],
    ['at the recipient with 550: never', () => refusing('onRcptTo', 550), 'smtp/refused', 'never'],
    ['at the recipient with 552: never', () => refusing('onRcptTo', 552), 'smtp/refused', 'never'],
    ['at the sender with 451: later', () => refusing('onMailFrom', 451), 'smtp/busy', 'later'],
    [
      'at the sender with 553: later, for it says nothing about the letter',
      () => refusing('onMailFrom', 553),
      'smtp/sender-refused',
      'later',
    ],
    ['for want of a login, 530: later', () => refusing('onMailFrom', 530), 'smtp/login', 'later'],
    ['after its content with 451: later', () => refusingData(451), 'smtp/busy', 'later'],
    ['after its content with 554: never', () => refusingData(554), 'smtp/refused', 'never'],
    ['after its content with 503: later', () => refusingData(503), 'smtp/busy', 'later'],
  ] as const)('%s', async (_, start, code, retry) => {
    const { port, received } = await start()
    const problem = await problemOf(open(serverAt(port)))
    expect(problem).toMatchObject({ code, retry })
    expect(`${problem.message} ${JSON.stringify(problem.details)}`).not.toContain('anna@')
    expect(received).toEqual([])
  })

  test.each([
    ['530 before a sender is named', 530, '5.7.0 Must issue a STARTTLS command first'],
    ['538', 538, '5.7.11 Encryption required for requested authentication mechanism'],
    ['a code of its own', 554, 'TLS is required by this server'],
  ])('because TLS is wanted first, %s: says so, and what to set', async (_, code, text) => {
    const { port } = await startServer({ onMailFrom: (_address, _session, done) => done(reply(code, text)) })
    const problem = await problemOf(open(serverAt(port)))
    expect(problem).toMatchObject({ code: 'smtp/wants-tls', blame: 'operator', retry: 'later' })
    expect(problem.hints.join()).toMatch(/smtpUrl.*smtps/)
  })

  test('by a server that lets nobody log in before TLS: says so before a password is sent', async () => {
    const { port, received } = await startServer({ disabledCommands: ['AUTH'] })
    const server = serverAt(port, 'none', 'core')
    expect(await problemOf(open(server, { password: 'secret' }))).toMatchObject({ code: 'smtp/wants-tls' })
    expect(received).toEqual([])
  })

  test('with 450 goes out when it is sent again', async () => {
    let tries = 0
    const { port, received } = await startServer({
      onRcptTo(_address, _session, done) {
        done(++tries === 1 ? reply(450, 'later') : null)
      },
    })
    const out = open(serverAt(port))
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/busy', details: { reply: 450 } })
    expect(await sending(out)).toBe('sent')
    expect(received).toHaveLength(1)
  })

  test('does not stand in the way of the next one', async () => {
    const { port, received } = await startServer({
      onRcptTo({ address }, _session, done) {
        done(address.startsWith('anna') ? reply(550, '5.1.1 no') : null)
      },
    })
    const out = open(serverAt(port))
    const [first, second] = await Promise.allSettled([sending(out), sending(out, { to: 'grace@shamba.example' })])
    expect(first).toMatchObject({
      status: 'rejected',
      reason: { code: 'smtp/refused', details: { reply: 550, status: '5.1.1', at: 'recipient' } },
    })
    expect(second).toEqual({ status: 'fulfilled', value: 'sent' })
    expect(received).toHaveLength(1)
  })

  test('for its size is not even handed over', async () => {
    const { port, received } = await startServer({ size: 500 })
    expect(await problemOf(open(serverAt(port)))).toMatchObject({ code: 'smtp/refused', retry: 'never' })
    expect(received).toEqual([])
  })
})

describe('P3: a connection that is lost', () => {
  test('before the letter was handed over leaves no doubt: later', async () => {
    const { port } = await startDropping(line => (line.startsWith('RCPT') ? null : usual(line)))
    const out = open(serverAt(port))
    for (let tries = 0; tries < 3; tries++) expect(await problemOf(out)).toMatchObject({ code: 'smtp/unreachable' })
  })

  test('after the letter was handed over: it is sent once more with the same Message-ID, then never again', async () => {
    const { port, lines } = await startDropping(line => (line === '.' ? null : usual(line)))
    const out = open(serverAt(port))
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/unsure', retry: 'later' })
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/unsure-twice', retry: 'never' })
    expect(lines.filter(line => line === '.')).toHaveLength(2)
  })

  test('after it, and taken at the second try: sent, and forgotten', async () => {
    let tries = 0
    const { port } = await startDropping(line => (line === '.' && ++tries !== 2 ? null : usual(line)))
    const out = open(serverAt(port))
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/unsure' })
    expect(await sending(out)).toBe('sent')
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/unsure' })
  })

  test('because the server says nothing any more, ends after the time-out', async () => {
    const { port } = await startDropping(line => (line.startsWith('MAIL') ? '' : usual(line)))
    const out = open(serverAt(port), { timeouts: { silenceMs: 200 } })
    expect(await problemOf(out)).toMatchObject({ code: 'smtp/unreachable', retry: 'later' })
  })

  test.each([
    ['a greeting of 554', () => '554 no'],
    ['a greeting of 421', () => '421 busy'],
    ['no greeting', () => null],
  ])('%s: later', async (_, greeting) => {
    const { port } = await startDropping(line => (line === '' ? greeting() : usual(line)))
    const problem = await problemOf(open(serverAt(port), { timeouts: { greetingMs: 300 } }))
    expect(problem.retry).toBe('later')
    // the one without a greeting of its own says 554
    expect(problem.code).toBe(greeting() === '421 busy' ? 'smtp/busy' : 'smtp/turned-away')
  })

  test('a port where nobody listens: later', async () => {
    const { port } = await startServer()
    await closing.pop()?.()
    expect(await problemOf(open(serverAt(port)))).toMatchObject({ code: 'smtp/unreachable', retry: 'later' })
  })
})
