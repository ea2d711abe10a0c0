import type { ImapOptions } from '@satchel/dispatcher/mail-in/imap'
import { afterEach, describe, expect, test } from 'vitest'
import { certificate } from './certificate.ts'
import { at, closeAll, closing, inboxAt, mail, problemOf, startServer, takeAll } from './imap-servers.ts'

afterEach(closeAll)

describe('the connection', () => {
  const secure = (port: number) => ({ host: 'localhost', port, security: 'implicit', user: 'testuser' }) as const

  test('goes over TLS to a server that somebody vouches for, and to no other', async () => {
    const { port } = await startServer([at(mail('a'), 8)], ['MOVE', 'UIDPLUS'], true)
    const doubtful = inboxAt(port, { server: secure(port) })
    expect(await problemOf(takeAll(doubtful))).toMatchObject({ code: 'imap/not-safe', blame: 'operator' })
    const known = inboxAt(port, { server: secure(port), ca: certificate.cert })
    expect((await takeAll(known)).taken).toBe(1)
  })

  test('without STARTTLS is given up before the login', async () => {
    const { port, server } = await startServer([at(mail('a'), 8)])
    let logins = 0
    const login = server.getCommandHandler('LOGIN')
    server.setCommandHandler('LOGIN', (...args) => {
      logins++
      login(...args)
    })
    const inbox = inboxAt(port, { server: { ...secure(port), security: 'starttls' } })
    expect(await problemOf(takeAll(inbox))).toMatchObject({ code: 'imap/not-safe' })
    expect(logins).toBe(0)
    expect((await takeAll(inboxAt(port))).taken).toBe(1)
    expect(logins).toBe(1)
  })

  test('with a wrong password is the operator’s to mend, and the password in no message', async () => {
    const { port } = await startServer([])
    const problem = await problemOf(takeAll(inboxAt(port, { password: 'not that one' })))
    expect(problem).toMatchObject({ code: 'imap/login', blame: 'operator', retry: 'later' })
    expect(`${problem.message} ${problem.hints.join(' ')}`).not.toContain('not that one')
  })

  test('to a server that wants TLS first says so, and what to set', async () => {
    const { port } = await startServer([], ['LOGINDISABLED', 'STARTTLS'])
    const problem = await problemOf(takeAll(inboxAt(port)))
    expect(problem).toMatchObject({ code: 'imap/wants-tls', blame: 'operator', retry: 'later' })
    expect(problem.hints.join()).toMatch(/imapUrl.*imaps/)
  })

  test('to a server that says so by its answer to the login, too', async () => {
    const { port, server } = await startServer([])
    server.setCommandHandler('LOGIN', (connection, parsed, _data, done) => {
      connection.send({
        tag: parsed.tag,
        command: 'NO',
        attributes: [
          { type: 'SECTION', section: [{ type: 'ATOM', value: 'PRIVACYREQUIRED' }] },
          { type: 'TEXT', value: 'no' },
        ],
      })
      done()
    })
    expect(await problemOf(takeAll(inboxAt(port)))).toMatchObject({ code: 'imap/wants-tls' })
  })

  test('to nobody is tried later', async () => {
    const { port, stop } = await startServer([])
    await stop()
    expect(await problemOf(takeAll(inboxAt(port)))).toMatchObject({ code: 'imap/unreachable', retry: 'later' })
  })
})

describe('watching', () => {
  const timing = { firstPauseMs: 20, longestPauseMs: 40, idleAfterMs: 10, pollMs: 600_000 }

  /** Counts hints until the test ends. */
  function watching(port: number, more: Partial<ImapOptions> = {}) {
    const stop = new AbortController()
    const troubles: unknown[] = []
    let hints = 0
    const watch = inboxAt(port, { timing, onTrouble: problem => troubles.push(problem), ...more }).watch(() => {
      hints++
    }, stop.signal)
    const end = () => {
      stop.abort()
      return watch
    }
    closing.push(end)
    return { hints: () => hints, troubles, end }
  }

  test('gives a hint in the beginning and when mail comes', async () => {
    const { server, port } = await startServer([])
    const { hints, end } = watching(port)
    await expect.poll(hints).toBe(1)
    const mailbox = server.getMailbox('INBOX')
    if (mailbox === undefined) throw new Error('no mailbox')
    server.appendMessage(mailbox, [], '22-Nov-2026 09:00:00 +0000', mail('a'))
    await expect.poll(hints).toBeGreaterThan(1)
    await end()
  })

  test('connects again after the connection was lost, says so, and gives a hint', async () => {
    const { port, sockets } = await startServer([])
    const { hints, troubles } = watching(port)
    await expect.poll(hints).toBe(1)
    for (const socket of sockets) socket.destroy()
    await expect.poll(hints).toBe(2)
    expect(troubles).toMatchObject([{ code: 'imap/unreachable' }])
  })

  test('asks anyway, for a connection may be dead without a word', async () => {
    const { port } = await startServer([])
    const { hints } = watching(port, { timing: { ...timing, pollMs: 50 } })
    await expect.poll(hints).toBeGreaterThan(3)
  })

  test('goes on trying where nobody answers, and ends when told to', async () => {
    const { port, stop } = await startServer([])
    await stop()
    const { hints, troubles, end } = watching(port)
    await expect.poll(() => troubles.length).toBeGreaterThan(2)
    await end()
    expect(hints()).toBe(0)
  })
})
