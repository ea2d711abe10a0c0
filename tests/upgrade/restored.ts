// The fixture restored with the program of today, as somebody does who comes from that version: db restore, db migrate. Beside it a
// public host and a mail server of today. Only the expiry of packets and of their tokens is moved, so that the clock does not matter:
// no audit holds it, and the keys of that version never expire.

import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import pg from 'pg'
import { expect } from 'vitest'
import { closeAll, startServer } from '../dispatcher/smtp-servers.ts'
import { addressOf } from '../helpers/address.ts'
import type { Ended } from '../helpers/command.ts'
import { runHere } from '../helpers/in-process.ts'
import { publicKeysOf, startIntake } from '../helpers/intake.ts'
import { lettersOf, type ReceivedLetter } from '../helpers/letters.ts'

const core = 'core@kilimo.example'
const here = import.meta.dirname
const answers = join(here, 'answers')
const answerOf = (name: string): string => readFileSync(join(answers, name), 'utf8')

export interface Restored {
  readonly home: string
  /** Addresses of its server: the owner's of the database, and the superuser's. */
  readonly ownerUrl: string
  readonly superUrl: string
  /** A command on the restored home folder, with the public host and the mail server of today. */
  satchel(...args: readonly string[]): Promise<Ended>
  /** One round of everything, without a complaint. */
  round(): Promise<Readonly<Record<string, unknown>>>
  /** What reached the mail server for an address, oldest first. */
  letters(address: string): readonly ReceivedLetter[]
  /** A mail comes into the organisation's mailbox. */
  mail(name: string): void
  /** A file comes into the inbox. */
  drop(name: string): void
  dropText(name: string, text: string): void
  /** A browser sends what a page of that version makes. @returns the status. */
  post(name: string): Promise<number>
  /** A connection as the staff member's own login. */
  login(staff: string): Promise<pg.Client>
  close(): Promise<void>
}

async function asOwner(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** @throws where a step does not end as it should. */
export async function restoreFixture(): Promise<Restored> {
  const above = mkdtempSync(join(tmpdir(), 'satchel-upgrade-'))
  chmodSync(above, 0o711) // as root, the server's own user goes through it
  const home = join(above, 'home')
  const secrets = [
    '--recovery-key',
    join(here, 'recovery-private.asc'),
    '--passphrase-file',
    join(here, 'passphrase.txt'),
  ]
  const ok = async (args: readonly string[]) => {
    const ended = await runHere(['--home', home, ...args])
    expect([args[1], ended.code, ended.err]).toEqual([args[1], 0, ''])
  }
  await ok(['db', 'restore', join(here, 'made-by-06c89e0.backup'), ...secrets])
  await ok(['db', 'migrate'])
  const state = readServerState(homePaths(home))
  if (state === null) throw new Error('no server')
  const host = `localhost/satchel?host=${encodeURIComponent(state.socket)}`
  const ownerUrl = `postgresql://satchel:${state.ownerPassword}@${host}`
  await asOwner(
    ownerUrl,
    "update packet set packet_expires = now() + interval '20 days' where packet_status = 'open'",
    "update token set token_expires = now() + interval '20 days' where token_expires is not null",
  )
  const folder = join(above, 'public')
  await ok(['intake', 'setup', folder, '--url', 'http://127.0.0.1:8080'])
  const pull = readFileSync(join(folder, 'keys/pull.pem'), 'utf8')
  const intake = await startIntake({ home: folder, keys: { ...publicKeysOf(join(home, 'keys')), pull } })
  const server = await startServer()
  const env = {
    SATCHEL_INTAKE_URL: intake.url,
    SATCHEL_INTAKES: intake.pullUrl,
    SATCHEL_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
  }
  const satchel = (...args: readonly string[]) => runHere(['--home', home, ...args], { env })
  const taken = join(above, 'taken')
  return {
    home,
    ownerUrl,
    superUrl: `postgresql://postgres:${state.superPassword}@${host.replace('/satchel?', '/postgres?')}`,
    satchel,
    async round() {
      const ended = await satchel('run', '--once', '--json')
      if (ended.code !== 0) throw new Error(`the round was not whole: ${ended.err}`)
      // one with nothing to do says nothing
      return ended.out === '' ? {} : ended.json()
    },
    letters(address) {
      rmSync(taken, { recursive: true, force: true })
      const folder = join(mailboxFolder(taken, address), 'new')
      mkdirSync(folder, { recursive: true })
      for (const [index, { to, bytes }] of server.received.entries()) {
        const id = /^Message-ID: <(.+?)@/im.exec(bytes.toString('latin1'))?.[1] ?? String(index)
        if (to.includes(address)) writeFileSync(join(folder, id), bytes)
      }
      const order = server.received.map(({ bytes }) => bytes.toString('latin1'))
      const at = (letter: ReceivedLetter) => order.findIndex(text => text.includes(`<${letter.file}@`))
      return [...lettersOf(taken, address)].sort((a, b) => at(a) - at(b))
    },
    mail(name) {
      const folder = mailboxFolder(join(home, 'mail'), core)
      for (const part of ['tmp', 'new', 'cur']) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, 'new', `${Date.now()}.${name}.mx`), answerOf(name), { mode: 0o600 })
    },
    drop: name => writeFileSync(join(home, 'inbox', name), readFileSync(join(answers, name)), { mode: 0o600 }),
    dropText: (name, text) => writeFileSync(join(home, 'inbox', name), text, { mode: 0o600 }),
    async post(name) {
      const { path, type, body } = JSON.parse(answerOf(name)) as Readonly<Record<'path' | 'type' | 'body', string>>
      const headers = { 'content-type': type, origin: 'null' }
      return (await fetch(`${intake.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' })).status
    },
    async login(staff) {
      const list = (await satchel('--json', 'staff', 'list')).json<{ hid: string; login: string }[]>()
      const login = list.find(row => row.hid === staff)?.login ?? staff
      await asOwner(ownerUrl, `alter role "${login}" password 'for-this-test'`)
      const client = new pg.Client({ connectionString: addressOf(ownerUrl, login, 'for-this-test', 'satchel') })
      await client.connect()
      return client
    },
    async close() {
      await closeAll()
      await intake.stop()
      await runHere(['--home', home, 'db', 'stop'])
      rmSync(state.socket, { recursive: true, force: true })
      rmSync(above, { recursive: true, force: true })
    },
  }
}

/** Letters that lay in a mailbox when the backup was taken. */
export const earlierLetters = (restored: Restored, address: string): readonly ReceivedLetter[] =>
  lettersOf(join(restored.home, 'mail'), address)

export const answerFiles: readonly string[] = readdirSync(answers)
