import { afterEach, describe, expect, test } from 'vitest'
import { at, closeAll, inboxAt, mail, never, problemOf, startServer, takeAll } from './imap-servers.ts'

afterEach(closeAll)

const serverKinds = [
  ['MOVE', ['MOVE', 'UIDPLUS']],
  ['UID EXPUNGE', ['UIDPLUS']],
  ['neither', []],
] as const

describe.each(serverKinds)('mail in from a server with %s', (_, plugins) => {
  test('is kept byte for byte, oldest first by the time the server got it, and moved to Done', async () => {
    const { port, subjects } = await startServer(
      [at(mail('second'), 9), at(mail('first'), 8), at(mail('third'), 10)],
      plugins,
    )
    const { kept, taken, passedOver } = await takeAll(inboxAt(port))
    expect(kept.map(each => `${each.subject} ${each.received}`)).toEqual([
      'first 2026-11-22T08:00:00.000Z',
      'second 2026-11-22T09:00:00.000Z',
      'third 2026-11-22T10:00:00.000Z',
    ])
    expect(kept[0]?.raw).toBe(mail('first'))
    expect({ taken, passedOver }).toEqual({ taken: 3, passedOver: [] })
    expect({ inbox: subjects('INBOX'), done: subjects('Done') }).toEqual({
      inbox: [],
      done: ['first', 'second', 'third'],
    })
  })

  test('of the largest size is taken; one byte more is moved to Rejected and never kept', async () => {
    const [fits, over] = [mail('fits', 1000 - mail('fits').length), mail('over', 1001 - mail('over').length)]
    const { port, subjects } = await startServer([at(fits, 8), at(over, 9), at(mail('next'), 10)], plugins)
    const { kept, taken, passedOver } = await takeAll(inboxAt(port))
    expect(kept.map(({ subject }) => subject)).toEqual(['fits', 'next'])
    expect({ taken, passedOver: passedOver.map(({ reason }) => reason) }).toEqual({
      taken: 2,
      passedOver: ['too-large'],
    })
    // enough to tell its sender
    expect(new TextDecoder().decode(passedOver[0]?.head ?? undefined)).toContain('Subject: over\r\n')
    expect({ inbox: subjects('INBOX'), rejected: subjects('Rejected') }).toEqual({ inbox: [], rejected: ['over'] })
  })

  test('that cannot be kept stays, and what keep threw comes out as it is', async () => {
    const { port, subjects } = await startServer([at(mail('a'), 8), at(mail('b'), 9)], plugins)
    const full = new Error('disk full')
    let calls = 0
    const taking = inboxAt(port).take(() => (++calls === 2 ? Promise.reject(full) : Promise.resolve()), never)
    await expect(taking).rejects.toBe(full)
    expect({ inbox: subjects('INBOX'), done: subjects('Done') }).toEqual({ inbox: ['b'], done: ['a'] })
  })

  test('D4: taken by two at once is kept with the same bytes by each, and never lost', async () => {
    const { port, subjects } = await startServer([at(mail('a'), 8), at(mail('b'), 9), at(mail('c'), 10)], plugins)
    const both = await Promise.all([takeAll(inboxAt(port)), takeAll(inboxAt(port))])
    const seen = both.flatMap(({ kept }) => kept.map(({ raw }) => raw))
    expect([...new Set(seen)].sort()).toEqual([mail('a'), mail('b'), mail('c')])
    expect(subjects('INBOX')).toEqual([])
    expect([...new Set(subjects('Done'))].sort()).toEqual(['a', 'b', 'c'])
  })
})

describe('mail in by IMAP', () => {
  test('D4: lost between keep and move, it is given again with the same bytes', async () => {
    const { port, sockets, subjects } = await startServer([at(mail('a'), 8)])
    const first: string[] = []
    const taking = inboxAt(port).take(async bytes => {
      first.push(new TextDecoder().decode(bytes))
      for (const socket of sockets) socket.destroy()
      await Promise.resolve()
    }, never)
    expect(await problemOf(taking)).toMatchObject({ code: 'imap/unreachable', retry: 'later' })
    expect(subjects('INBOX')).toEqual(['a'])
    expect((await takeAll(inboxAt(port))).kept.map(({ raw }) => raw)).toEqual(first)
    expect(subjects('Done')).toEqual(['a'])
  })

  test('from a mailbox that was rebuilt with the same numbers misses nothing', async () => {
    const { server, port } = await startServer([at(mail('a'), 8)])
    const inbox = inboxAt(port)
    expect((await takeAll(inbox)).kept.map(({ subject }) => subject)).toEqual(['a'])
    const mailbox = server.getMailbox('INBOX')
    if (mailbox === undefined) throw new Error('no mailbox')
    mailbox.uidvalidity = 777
    mailbox.uidnext = 1
    server.appendMessage(mailbox, [], '22-Nov-2026 09:00:00 +0000', mail('b'))
    expect((await takeAll(inbox)).kept.map(({ subject }) => subject)).toEqual(['b'])
    // n:* would give the last mail again
    expect((await takeAll(inbox)).kept).toEqual([])
  })

  test('leaves alone what a person marked as deleted, and does not remove it for good', async () => {
    const { port, subjects } = await startServer([at(mail('marked'), 8, ['\\Deleted']), at(mail('a'), 9)], [])
    expect((await takeAll(inboxAt(port))).kept.map(({ subject }) => subject)).toEqual(['a'])
    expect(subjects('INBOX')).toContain('marked')
    expect(subjects('Done')).toEqual(['a'])
    // the copied one is marked and not taken again
    expect((await takeAll(inboxAt(port))).kept).toEqual([])
  })

  test('does not mark a mail as read before it is kept', async () => {
    const { server, port } = await startServer([at(mail('a'), 8)])
    await inboxAt(port)
      .take(() => Promise.reject(new Error('no')), never)
      .catch(() => undefined)
    expect(server.getMailbox('INBOX')?.messages.map(({ flags }) => flags)).toEqual([[]])
  })

  test('stops between two mails when it is told to', async () => {
    const { port, subjects } = await startServer([at(mail('a'), 8), at(mail('b'), 9)])
    const stop = new AbortController()
    const { taken } = await inboxAt(port).take(() => {
      stop.abort()
      return Promise.resolve()
    }, stop.signal)
    expect({ taken, inbox: subjects('INBOX') }).toEqual({ taken: 1, inbox: ['b'] })
  })

  test('does not say that a mail was moved when the server refuses it', async () => {
    const { server, port, subjects } = await startServer([at(mail('a'), 8)])
    server.setCommandHandler('UID MOVE', (connection, parsed, _data, done) => {
      connection.send({ tag: parsed.tag, command: 'NO', attributes: [{ type: 'TEXT', value: 'quota' }] })
      done()
    })
    expect(await problemOf(takeAll(inboxAt(port)))).toMatchObject({ code: 'imap/not-moved', retry: 'later' })
    expect(subjects('INBOX')).toEqual(['a'])
  })

  test('takes nothing where the folder for it cannot be made', async () => {
    const { server, port, subjects } = await startServer([at(mail('a'), 8)])
    server.setCommandHandler('CREATE', (connection, parsed, _data, done) => {
      connection.send({ tag: parsed.tag, command: 'NO', attributes: [{ type: 'TEXT', value: 'no' }] })
      done()
    })
    expect(await problemOf(takeAll(inboxAt(port)))).toMatchObject({
      code: 'imap/no-folder',
      details: { folder: 'Done' },
    })
    expect(subjects('INBOX')).toEqual(['a'])
  })
})
