// A home folder on a database of its own in the test cluster, and what arrives in its inbox. The commands run on it are real: in this
// process, or in one of their own where the test is about that.

import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlFiles } from '@satchel/core/db/sql-files'
import { type Home, homePaths, makeHome as makeFolders } from '@satchel/core/home/home'
import { makeKeys } from '@satchel/core/keys/core-keys'
import { storeSubmission } from '@satchel/intake-server/receive/store-submission'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import type { Packet } from '@satchel/protocol/messages/packet'
import { printReply, type Reply } from '@satchel/protocol/messages/reply'
import { listItems, openSpool, readItem, writeItem } from '@satchel/protocol/spool/spool'
import type { Submission } from '@satchel/protocol/messages/submission'
import type pg from 'pg'
import { inject } from 'vitest'
import { type CommandOptions, type Ended, type Running, run, start } from './command.ts'
import { copyDatabase, type TestDatabase, withClient } from './database.ts'
import { type HereOptions, runHere } from './in-process.ts'
import { epochs, lettersOf, packetOf, type ReceivedLetter } from './letters.ts'

export const mails = { anna: 'anna@kilimo.example', baraka: 'baraka@kilimo.example', grace: 'grace@kilimo.example' }

/** What a reply says beyond its packet; the rest is filled in. */
export type Said = Partial<Omit<Reply, 'set' | 'report' | 'rows'>> & {
  readonly set?: Readonly<Record<string, string | null>>
  readonly report?: Readonly<Record<string, string>>
  readonly rows?: readonly {
    readonly collection: string
    readonly row: string
    readonly fields: Readonly<Record<string, string | null>>
  }[]
}

const hex = () => randomBytes(16).toString('hex')

/** A reply file for a packet. */
export function replyTo(packet: Packet, said: Said): string {
  const { set = {}, report, rows = [], ...rest } = said
  return printReply({
    version: 1,
    id: hex(),
    draft: hex(),
    sequence: 1,
    packet: packet.id,
    epoch: packet.epoch,
    token: packet.token,
    drops: [],
    files: [],
    ...rest,
    set: new Map(Object.entries(set)),
    rows: rows.map(row => ({ ...row, fields: new Map(Object.entries(row.fields)) })),
    ...(report === undefined ? {} : { report: new Map(Object.entries(report)) }),
  })
}

export interface TestHome {
  readonly home: Home
  readonly database: TestDatabase
  readonly inbox: string
  /** Runs a command on this home folder, in this process. */
  satchel(args: readonly string[], options?: HereOptions): Promise<Ended>
  /** Runs one in a process of its own: it is to be killed, or belongs to another user. */
  process(args: readonly string[], options?: CommandOptions): Promise<Ended>
  /** Starts one in a process of its own, and does not wait. */
  start(args: readonly string[], options?: CommandOptions): Running
  /** Rows as the owner sees them, past every policy. */
  rows<T extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly T[]>
  letters(address: string): readonly ReceivedLetter[]
  /** The packets in a mailbox, newest first. */
  packets(address: string): readonly Packet[]
  /** A file comes into the inbox as a careful program writes it: whole, under its final name. */
  drop(name: string, content: string | Uint8Array): void
  /** A person of a staff member's own, with a phone number and an address; their human id. */
  person(hid: string, owner?: 'anna' | 'baraka' | 'grace'): Promise<string>
  /** @throws where a command left a connection open: its process would not have ended. */
  close(): Promise<void>
}

interface HomeOptions {
  readonly samples?: boolean
  /** Copies this home folder and its database, to which nobody may be connected. */
  readonly from?: TestHome
}

/** Keys take a moment to make, so one pair serves a test file: contents by file name. */
let keys: Promise<{ readonly files: ReadonlyMap<string, string>; readonly passphrase: string }> | undefined

/** What opens the recovery key of every home of this test file. */
export async function recoveryPassphrase(): Promise<string> {
  keys ??= newKeys()
  return (await keys).passphrase
}

async function newKeys() {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-keys-'))
  try {
    const home = homePaths(folder)
    makeFolders(home)
    const passphrase = await makeKeys(home, 'Kilimo', 'core@kilimo.example', new Date())
    const files = new Map(readdirSync(home.keys).map(file => [file, readFileSync(join(home.keys, file), 'utf8')]))
    return { files, passphrase }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function makeHome(options: HomeOptions = {}): Promise<TestHome> {
  const database = await copyDatabase(options.from?.database.name)
  const folder = join(mkdtempSync(join(tmpdir(), 'satchel-home-')), 'home')
  const home = homePaths(folder)
  if (options.from === undefined) {
    await furnish(home, database, options.samples === true)
  } else {
    cpSync(options.from.home.folder, folder, { recursive: true, preserveTimestamps: true })
    chmodSync(folder, 0o700)
  }
  writeSettings(home, database)
  return aroundHome(home, database)
}

function writeSettings(home: Home, database: TestDatabase): void {
  const settings = { organisation: 'Kilimo', mail: 'core@kilimo.example', callingCode: '+255' }
  writeFileSync(home.settingsFile, JSON.stringify({ ...settings, databaseUrl: database.url('satchel') }))
}

async function furnish(home: Home, database: TestDatabase, samples: boolean): Promise<void> {
  makeFolders(home)
  mkdirSync(join(home.folder, 'inbox'), { mode: 0o700 })
  writeFileSync(join(home.database, 'logins.json'), JSON.stringify(inject('cluster').passwords), { mode: 0o600 })
  keys ??= newKeys()
  for (const [file, text] of (await keys).files) writeFileSync(join(home.keys, file), text, { mode: 0o600 })
  await withClient(database.url('satchel'), async client => {
    const { rows } = await client.query<{ instance: string; epoch: number }>(
      'select instance_hid as instance, instance_epoch::int as epoch from instance',
    )
    writeFileSync(home.instanceFile, JSON.stringify(rows[0]), { mode: 0o600 })
    epochs.ofHome = rows[0]?.epoch ?? 1
    // the office's login of the template belongs to every copy: a test that ends it would end it for the others, too
    await client.query('select remake_staff_roles()')
    await client.query("update staff set staff_protection = 'plain' where staff_hid = 'office'")
    if (samples) for (const file of sqlFiles('samples')) await client.query(file.text)
    else
      for (const [hid, role] of [
        ['anna', 'sales'],
        ['baraka', 'sales'],
        ['grace', 'office'],
      ] as const)
        await client.query("select add_staff($1::text, $1, $2, $3, $4, 'plain')", [hid, mails[hid], role, 'en'])
    // their programs answer with reply files
    await client.query("update staff set staff_packet_file = true, staff_protection = 'plain'")
  })
}

function aroundHome(home: Home, database: TestDatabase): TestHome {
  const inbox = join(home.folder, 'inbox')
  const rows = async <T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    withClient(database.url('satchel'), async client => (await client.query<T>(text, [...values])).rows)
  const letters = (address: string) => lettersOf(home.mail, address)
  return {
    home,
    database,
    inbox,
    rows,
    letters,
    satchel: (args, options) => runHere(['--home', home.folder, ...args], options),
    process: (args, options) => run(['--home', home.folder, ...args], options),
    start: (args, options) => start(['--home', home.folder, ...args], options),
    packets: address =>
      letters(address)
        .flatMap(letter => packetOf(letter) ?? [])
        .toReversed(),
    drop(name, content) {
      writeFileSync(join(inbox, `${name}.part`), content, { mode: 0o600 })
      renameSync(join(inbox, `${name}.part`), join(inbox, name))
    },
    async person(hid, owner = 'anna') {
      await withClient(database.url('satchel'), async client => {
        const { rows: made } = await client.query<{ id: string }>(
          "insert into person (person_hid, person_given, person_family, person_born, person_language, person_note) values ($1, 'Jimmy', 'Okello', '1980-05-01', 'en', 'Grows maize') returning person_id as id",
          [hid],
        )
        const id = made[0]?.id
        await client.query(
          'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
          [id, owner],
        )
        await client.query(
          "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select $1, lookup_find('contact-kind', kind), value from (values ('phone', '+255 700 000 001'), ('email', 'jimmy@example.org')) v (kind, value)",
          [id],
        )
        await client.query(
          "insert into address (address_entity, address_kind, address_line1, address_city, address_country) values ($1, lookup_find('address-kind', 'home'), 'Plot 7', 'Moshi', 'TZ')",
          [id],
        )
      })
      return hid
    },
    async close() {
      rmSync(join(home.folder, '..'), { recursive: true, force: true })
      const left = await leftOpen(database)
      await database.drop()
      if (left > 0) throw new Error(`commands left ${left} connections open`)
    },
  }
}

/** Connections of commands that have ended; the server takes a moment to notice the last ones. */
async function leftOpen(database: TestDatabase): Promise<number> {
  return withClient(database.url('satchel'), async client => {
    for (let attempt = 1; ; attempt++) {
      const { rows } = await client.query<{ open: number }>(
        "select count(*)::integer as open from pg_stat_activity where datname = current_database() and application_name = 'satchel'",
      )
      const open = rows[0]?.open ?? 0
      if (open === 0 || attempt === 100) return open
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  })
}

/** What the public page would store of a reply, sealed to the home's keys: the bytes of one item. */
export function sealedReply(home: Home, body: string, received = new Date()): Promise<Uint8Array> {
  return sealedSubmission(home, { kind: 'reply', fields: [['body', body]] }, received)
}

/** What the public page would store of a reply that its sender's page sealed to the core. */
export async function pageSealedReply(home: Home, text: string): Promise<Uint8Array> {
  const keys = ['core-public.asc', 'recovery-public.asc']
  const recipients = await Promise.all(keys.map(file => readPublicKey(readFileSync(join(home.keys, file), 'utf8'))))
  const sealed = Buffer.from(await seal(text, recipients)).toString('base64')
  return sealedSubmission(home, { kind: 'reply', fields: [['sealed', sealed]] })
}

/** What the public page would store of any submission: the bytes of one item. */
export async function sealedSubmission(
  home: Home,
  said: Pick<Submission, 'kind' | 'fields'> & Partial<Submission>,
  received = new Date(),
): Promise<Uint8Array> {
  const spool = await openSpool(mkdtempSync(join(tmpdir(), 'satchel-intake-')))
  const recipients = await Promise.all(
    ['core-public.asc', 'recovery-public.asc'].map(file => readPublicKey(readFileSync(join(home.keys, file), 'utf8'))),
  )
  try {
    await storeSubmission(
      { spool, recipients, now: () => received },
      {
        version: 1,
        channel: 'web',
        received: `${received.toISOString().slice(0, 19)}Z`,
        receipt: 'ABCD-EFGH',
        cleaned: 0,
        files: [],
        ...said,
      },
    )
    const [item] = await listItems(spool, { limit: 1 })
    if (item === undefined) throw new Error('nothing was stored')
    return await readItem(spool, item)
  } finally {
    rmSync(spool.folder, { recursive: true, force: true })
  }
}

/** Puts bytes where a pull puts what it fetched. */
export async function arrive(home: Home, bytes: Uint8Array, pool: 'reply' | 'unsubscribe' | 'open' = 'reply') {
  return writeItem(await openSpool(join(home.spool, 'web')), pool, 'sexp.pgp', bytes)
}

/** Writes values below labels of a text form, in place of what stands there, as somebody with an editor does. */
export function fillForm(form: string, answers: Readonly<Record<string, string>>): string {
  return Object.entries(answers).reduce((text, [label, value]) => {
    const lines = text.split('\n')
    const at = lines.findIndex(line => line.trim() === `[${label}]`)
    if (at < 0) throw new Error(`the text form has no [${label}]`)
    let end = at + 1
    while (end < lines.length && lines[end]?.trim() !== '') end++
    return [...lines.slice(0, at + 1), value, ...lines.slice(end)].join('\n')
  }, form)
}
