// satchel run: one process that does everything, goes on while any part is away, says so, and stops when it is told to.

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { closeAll as closeImap, at as arrivedAt, startServer as startImap } from '../dispatcher/imap-servers.ts'
import { closeAll as closeSmtp, startServer as startSmtp } from '../dispatcher/smtp-servers.ts'
import type { Running } from '../helpers/command.ts'
import { withClient } from '../helpers/database.ts'
import { arrive, fillForm, mails, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, lettersOf } from '../helpers/letters.ts'
import { core, deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'

let home: TestHome
let running: Running | undefined
const often = { SATCHEL_EVERY_SECONDS: '1' }

beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3', 'P4']) await home.person(hid)
  expect(await home.satchel(['dispatch', 'P1', 'P2', 'P3', 'P4', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.ended
  await closeSmtp()
  await closeImap()
})
afterAll(() => home.close())

const given = async () =>
  (await home.rows<{ v: string }>("select string_agg(person_given, ' ' order by person_hid) as v from person"))[0]?.v
const letterAt = (index: number) => {
  const letter = lettersOf(home.home.mail, mails.anna).filter(one => one.file.startsWith('packet-'))[index]
  if (letter === undefined) throw new Error('no letter')
  return letter
}
const formAt = (index: number, name: string) => fillForm(attachmentOf(letterAt(index), '.txt'), { 'Given name': name })

/** A port that nobody listens on, and that a server of ours may have later. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const status = async () =>
  (await home.satchel(['status', '--json'])).json<{
    channels: Record<string, { since: string | null; problem: string | null }>
  }>().channels

describe('satchel run', () => {
  test('imports what is dropped and what is mailed, answers it, and stops on SIGTERM with 0', async () => {
    running = home.start(['run'], { env: { SATCHEL_EVERY_SECONDS: '3600' } })
    await running.until(/running for Kilimo/)
    home.drop('one.txt', formAt(0, 'James'))
    await running.until(/1 imported/)
    deliverTo(home, await mailOf({ from: mails.anna, to: replyAddressOf(letterAt(1)), text: formAt(1, 'Amina') }))
    await running.until(/1 mail taken/)
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0, signal: null })
    expect(await given()).toBe('James Amina Jimmy Jimmy')
    expect(home.letters(mails.anna).filter(one => one.file.startsWith('outcome-'))).toHaveLength(2)
    expect((await home.satchel(['status'])).out).toContain('All channels worked in the last round.')
  })

  test('beside another import says so, and does the rest', async () => {
    running = home.start(['import', '--watch'])
    await running.until(/watching /)
    await home.satchel(['form', 'P1'])
    const beside = await home.satchel(['run', '--once'])
    expect([beside.code, beside.err]).toEqual([3, expect.stringContaining('run/locked')])
    expect(beside.out).toContain('1 letter sent')
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0 })
  })

  test('with the mail server away the replies are imported; the letters go out when it is back', async () => {
    const port = await freePort()
    const env = { ...often, SATCHEL_SMTP_URL: `smtp://127.0.0.1:${port}` }
    running = home.start(['run'], { env })
    home.drop('three.txt', formAt(2, 'Neema'))
    await running.until(/letters out: away/)
    expect(await given()).toBe('James Amina Neema Jimmy')
    // the report is written at the end of the round
    await expect.poll(async () => (await status())['letters out']).toMatchObject({ problem: 'smtp/unreachable' })
    expect((await status())['database and import']).toMatchObject({ since: null })
    expect((await home.satchel(['status'])).out).toMatch(/^AWAY for .*: letters out: /m)
    await home.rows('update letter set letter_next = null')
    const server = await startSmtp({ authOptional: true }, '127.0.0.1', port)
    await home.rows('update letter set letter_next = null')
    await running.until(/letters out: works again/)
    await running.until(/1 letter sent/)
    expect(server.received).toHaveLength(1)
    expect(server.received[0]).toMatchObject({ to: [mails.anna] })
    expect(server.received[0]?.bytes.toString()).not.toMatch(/^return-path:/im)
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect((await status())['letters out']).toMatchObject({ since: null })
  })

  test('from an IMAP mailbox, and when that is away', async () => {
    const raw = await mailOf({ from: mails.anna, to: replyAddressOf(letterAt(3)), text: formAt(3, 'Zawadi') })
    const server = await startImap([arrivedAt(raw.toString('latin1'), 8)])
    writeFileSync(join(home.home.folder, 'imap-password'), 'testpass\n', { mode: 0o600 })
    const env = {
      ...often,
      SATCHEL_IMAP_URL: `imap://testuser@127.0.0.1:${server.port}`,
      SATCHEL_IMAP_PASSWORD_FILE: 'imap-password',
    }
    running = home.start(['run'], { env })
    await running.until(/1 mail taken/)
    expect(await given()).toBe('James Amina Neema Zawadi')
    expect(server.subjects('Done')).toHaveLength(1)
    await server.stop()
    await running.until(/mail from 127\.0\.0\.1: away/)
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0 })
    expect((await status())['mail from 127.0.0.1']).toMatchObject({ problem: 'imap/unreachable' })
  })

  test('goes on where its own report cannot be written, a password is gone for a moment, or the inbox is away', async () => {
    const inFolder = (name: string) => join(home.home.folder, name)
    writeFileSync(inFolder('imap-password'), 'testpass\n', { mode: 0o600 })
    const server = await startImap([])
    const env = {
      ...often,
      SATCHEL_IMAP_URL: `imap://testuser@127.0.0.1:${server.port}`,
      SATCHEL_IMAP_PASSWORD_FILE: 'imap-password',
      SATCHEL_MAIL_IN: 'more-mail',
    }
    running = home.start(['run'], { env })
    await running.until(/running for Kilimo/)
    // a password file that is gone: said, and the other channels go on
    renameSync(inFolder('imap-password'), inFolder('imap-password.away'))
    await running.until(/mail settings: away/)
    home.drop('five.txt', fillForm(attachmentOf(letterAt(3), '.txt'), { 'Given name': 'Furaha' }))
    await running.until(/1 pulled/)
    renameSync(inFolder('imap-password.away'), inFolder('imap-password'))
    await running.until(/mail settings: works again/)
    // an inbox that is no folder: what comes by other channels is imported all the same
    renameSync(home.inbox, `${home.inbox}.away`)
    writeFileSync(home.inbox, '')
    await running.until(/inbox: away/)
    await arrive(
      home.home,
      await sealedSubmission(home.home, { kind: 'inquiry', fields: [['message', 'Seed?']] }),
      'open',
    )
    await running.until(/1 noted/)
    rmSync(home.inbox)
    renameSync(`${home.inbox}.away`, home.inbox)
    await running.until(/inbox: works again/)
    // a report that cannot be written ends nothing, and at the end the process ends
    rmSync(inFolder('doors.json'), { force: true })
    mkdirSync(inFolder('doors.json'))
    await running.until(/doors\.json\S* cannot be used/)
    await arrive(
      home.home,
      await sealedSubmission(home.home, { kind: 'inquiry', fields: [['message', 'Beans?']] }),
      'open',
    )
    await expect.poll(async () => (await home.rows('select 1 from inquiry')).length, { timeout: 60_000 }).toBe(2)
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0, signal: null })
    rmSync(inFolder('doors.json'), { recursive: true })
  })

  test('with the database away it waits for it, and loses nothing', async () => {
    running = home.start(['run'], { env: often })
    await running.until(/running for Kilimo/)
    const close = (allowed: boolean) =>
      withClient(inject('cluster').superUrl, async client => {
        await client.query(`alter database ${home.database.name} with allow_connections ${allowed}`)
        await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
          home.database.name,
        ])
      })
    await close(false)
    deliverTo(home, await mailOf({ from: 'stranger@example.org', to: core, text: 'while the database was away' }))
    await running.until(/database and import: away/)
    await expect.poll(async () => (await home.satchel(['status'])).out).toMatch(/^AWAY for .*: database and import: /m)
    await close(true)
    await running.until(/database and import: works again/)
    await running.until(/1 quarantined/)
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0 })
  })

  test('--once ends with 3 where something is away, and with 0 where all is well', async () => {
    const port = await freePort()
    await home.satchel(['form', 'P1'])
    const away = await home.satchel(['run', '--once'], { env: { SATCHEL_SMTP_URL: `smtp://127.0.0.1:${port}` } })
    expect([away.code, away.err]).toEqual([3, expect.stringContaining('smtp/unreachable')])
    await home.rows('update letter set letter_next = null')
    expect((await home.satchel(['run', '--once'])).code).toBe(0)
  })
})
