// A console with a colleague of every role, and with much that belongs to one salesperson, Baraka, or to the office alone. Each thing holds a
// word that stands nowhere else, with what says who may read it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, openTestConsole, type TestConsole } from './console.ts'
import { withClient } from './database.ts'
import { arrive, makeHome, mails, replyTo, sealedSubmission, type TestHome } from './home.ts'

const roles = {
  anna: 'sales',
  baraka: 'sales',
  mona: 'manager',
  grace: 'office',
  tina: 'admin',
  sam: 'support',
  mark: 'marketing',
  abel: 'analyst',
  audit: 'auditor',
} as const
export type Name = keyof typeof roles
export const names = Object.keys(roles) as Name[]

/** Words of Baraka's and of the office, and who may read each: those to whose role a statement gives a row, or those who are named. */
export const hiddenWords: readonly { readonly word: string; readonly read: string | readonly Name[] }[] = [
  { word: 'Zuberihidden', read: "select from entity where entity_name like '%Zuberihidden%'" },
  { word: 'Orghidden', read: "select from entity where entity_name like '%Orghidden%'" },
  { word: 'Dealhidden', read: "select from entity where entity_name like '%Dealhidden%'" },
  { word: 'Tickethidden', read: "select from entity where entity_name like '%Tickethidden%'" },
  { word: 'Grouphidden', read: "select from entity where entity_name like '%Grouphidden%'" },
  { word: 'Noteofhidden', read: "select from person where person_note like '%Noteofhidden%'" },
  { word: 'mailhidden@', read: "select from contact_point where contact_point_value like 'mailhidden@%'" },
  { word: 'Streethidden', read: "select from address where address_line1 = 'Streethidden'" },
  { word: 'Calledhidden', read: "select from activity where activity_body = 'Calledhidden'" },
  { word: 'Taskhidden', read: "select from activity where activity_subject = 'Taskhidden'" },
  { word: 'Filehidden', read: "select from attachment where attachment_filename = 'Filehidden.txt'" },
  { word: 'Loadedhidden', read: "select from entity where entity_name like '%Loadedhidden%'" },
  // what a private note says is for its author
  { word: 'Privatehidden', read: ['baraka'] },
  { word: 'searchhidden', read: ['baraka'] },
  { word: 'Sheethidden', read: ['baraka'] },
  { word: 'runhidden.csv', read: "select from load_run where load_run_file = 'runhidden.csv'" },
  { word: 'Laterhidden', read: "select from activity where activity_subject = 'Laterhidden'" },
  { word: 'Refusedhidden', read: ['grace', 'tina', 'baraka'] },
  { word: '31/12/73 or so', read: ['grace', 'tina', 'baraka'] },
  { word: 'Askedhidden', read: ['grace', 'tina'] },
  { word: 'Nonsensehidden', read: ['grace', 'tina'] },
  { word: 'Agenthidden', read: ['baraka', 'tina'] },
  { word: 'ba5eba11', read: ['baraka', 'tina'] },
]

export interface ConsoleWorld {
  readonly home: TestHome
  readonly served: TestConsole
  as(name: Name): Browser
  /** Everybody who may read a word. */
  readonly readers: ReadonlyMap<string, readonly Name[]>
  /** What is Baraka's and the office's, by name. */
  readonly ids: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** @param before called when all but what is hidden is there. */
export async function openConsoleWorld(
  before: (home: TestHome, as: (name: Name) => Browser) => Promise<void> = async () => undefined,
): Promise<ConsoleWorld> {
  const home = await makeHome({ samples: true })
  for (const name of names)
    if ((await home.rows('select from staff where staff_hid = $1', [name])).length === 0)
      await home.rows(
        "select add_staff($1::text, initcap($1) || ' Otieno', $1 || '@kilimo.example', $2, 'en', 'plain')",
        [name, roles[name]],
      )
  await home.rows("select staff_manager_set('anna', 'mona')")
  await home.rows("update staff set staff_packet_file = true, staff_protection = 'plain'")
  mkdirSync(home.home.forms, { recursive: true })
  const served = await openTestConsole(home)
  const browsers = new Map<Name, Browser>()
  for (const name of names) browsers.set(name, await served.as(name))
  const as = (name: Name): Browser => {
    const browser = browsers.get(name)
    if (browser === undefined) throw new Error(name)
    return browser
  }
  // a form that waits to be published
  await home.satchel(['form', 'new', 'stock-check', '--type', 'product'])
  await before(home, as)
  const ids = await furnish(home, served, as)
  return {
    home,
    served,
    as,
    ids,
    readers: await readersOf(home),
    async close() {
      await served.close()
      await home.close()
    },
  }
}

/** A form as a browser with files sends it. */
export async function sendFiles(
  served: TestConsole,
  { cookie }: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
  file: readonly [name: string, content: string | Uint8Array],
) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  const [name, content] = file
  body.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name)
  const answer = await fetch(new URL(path, served.url), {
    method: 'POST',
    redirect: 'manual',
    body,
    headers: { Cookie: cookie, Origin: served.url, 'Sec-Fetch-Site': 'same-origin' },
  })
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
}

async function furnish(
  home: TestHome,
  served: TestConsole,
  as: (name: Name) => Browser,
): Promise<Record<string, string>> {
  const satchel = async (...args: string[]) => {
    const ended = await home.satchel(args)
    if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.err}`)
    return ended
  }
  const mine = ['--owner', 'baraka']
  const person = ['given-name=Zuberihidden', 'family-name=Sirimoja', 'id=P-7hid', 'note=Noteofhidden']
  await satchel('add', 'person', ...person, 'phone=+255700009991', 'email=mailhidden@example.org', ...mine)
  await satchel('add', 'organization', 'name=Orghidden', 'id=O-7hid', ...mine)
  await satchel('add', 'deal', 'name=Dealhidden', 'kind=quote', 'id=D-7hid', 'party=P-7hid', ...mine)
  await satchel('add', 'ticket', 'name=Tickethidden', 'id=T-7hid', 'party=P-7hid', ...mine)
  await satchel('add', 'group', 'name=Grouphidden', 'kind=team', 'id=G-7hid', ...mine)
  await satchel('join', 'P-7hid', 'Grouphidden')
  await satchel('relate', 'P-7hid', 'works-for', 'O-7hid')
  await satchel('process', 'enter', 'farmer-education', 'P-7hid')
  await satchel('--as', 'baraka', 'note', 'P-7hid', 'Calledhidden', '--kind', 'call')
  await satchel('--as', 'baraka', 'note', 'P-7hid', 'Privatehidden', '--kind', 'note', '--private')
  await satchel('--as', 'baraka', 'task', 'P-7hid', 'Taskhidden', '--due', 'today')
  await satchel('--as', 'baraka', 'task', 'D-7hid', 'Laterhidden', '--due', 'today')
  await satchel('--as', 'baraka', 'list', 'person', 'name~Zuberihidden', '--save', 'searchhidden')
  const sheet = join(home.home.folder, 'runhidden.csv')
  writeFileSync(sheet, 'Firstname,Surname\nJoseph,Loadedhidden\n')
  await satchel('--as', 'baraka', 'load', sheet)
  const file = join(home.home.folder, 'Filehidden.txt')
  writeFileSync(file, 'Insidehidden')
  await satchel('--as', 'baraka', 'attach', 'P-7hid', file)
  await home.rows(`insert into address (address_entity, address_kind, address_line1, address_city, address_country)
    values (find_entity('P-7hid'), lookup_find('address-kind', 'home'), 'Streethidden', 'Moshi', 'TZ')`)
  await exchange(home)
  await home.rows(`insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_reason)
    select least(a, b), greatest(a, b), 0.9, 'same family name' from find_entity('P-7hid') a, (select min(person_id) as b from person) p`)
  await home.rows(
    "update letter set letter_status = 'failed', letter_problem = 'mail/refused', letter_bytes = 'x' where letter_status = 'queued'",
  )
  await home.rows(`insert into staff_certificate (staff_certificate_staff, staff_certificate_fingerprint, staff_certificate_until)
    select staff_id, rpad('ba5eba11', 64, 'a'), now() + interval '1 year' from staff where staff_hid = 'baraka'`)
  await home.rows(`update console_session set console_session_agent = 'Agenthidden' where console_session_kind = 'session'
    and console_session_staff = (select staff_id from staff where staff_hid = 'baraka')`)
  const kept = await sendFiles(served, as('baraka'), '/load', { conflict: 'hold' }, [
    'Sheethidden.csv',
    'Firstname,Surname\nHalima,Sheethidden\n',
  ])
  await served.as('baraka')
  const ids = await idsOf(home)
  const shown = await as('grace').get(`/review?change=${ids.change}`)
  const decision = /name="id" value="(\d+-[0-9a-f]{8})">/.exec(shown.text)?.[1] ?? 'no decision'
  const printed = await as('grace').post('/dispatch', {
    records: 'O-7hid',
    to: 'baraka',
    carrier: 'print',
    again: 'yes',
  })
  const written = /\/dispatch\/files\/([0-9a-f]{32})/.exec(printed.text)?.[1] ?? 'nothing written'
  return { ...ids, decision, written, sheet: /[0-9a-f]{32}/.exec(kept.location)?.[0] ?? 'no sheet' }
}

/** Packets of Baraka's records go out and are answered; what nobody can read, and a question, come in. */
async function exchange(home: TestHome): Promise<void> {
  for (const record of ['P-7hid', 'O-7hid'])
    if ((await home.satchel(['dispatch', record, '--to', 'baraka'])).code !== 0)
      throw new Error(`${record} does not go`)
  await home.satchel(['send'])
  const packets = home.packets(mails.baraka)
  const of = (type: string) => {
    const found = packets.find(({ record }) => record.kind === type)
    if (found === undefined) throw new Error(`no packet of a ${type}`)
    return found
  }
  await home.rows("update packet set packet_status = 'revoked' where packet_hid = $1", [of('organization').id])
  home.drop('held.sexp', replyTo(of('person'), { set: { born: '31/12/73 or so' } }))
  home.drop('refused.sexp', replyTo(of('organization'), { set: { note: 'Refusedhidden' } }))
  home.drop('nonsense.txt', 'Nonsensehidden: no answer of anybody')
  const asked = [
    ['name', 'Askedhidden'],
    ['email', 'asked@example.org'],
    ['message', 'Is my record there?'],
  ] as const
  await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields: asked }), 'open')
  await home.satchel(['import'])
}

async function idsOf(home: TestHome): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [name, query] of Object.entries({
    uuid: "select entity_uuid::text as id from entity where entity_id = find_entity('P-7hid')",
    packet: "select packet_hid as id from packet where packet_entity = find_entity('P-7hid') and packet_kind = 'work'",
    change:
      "select change_id::text as id from change where change_entity = find_entity('P-7hid') and change_outcome = 'held' order by 1 limit 1",
    item: "select item_hid as id from item where item_state = 'quarantined'",
    run: 'select max(import_run_id)::text as id from import_run',
    loadRun: 'select max(load_run_id)::text as id from load_run',
    inquiry: 'select inquiry_hid as id from inquiry',
    refused: "select change_id::text as id from change where change_outcome = 'refused' limit 1",
    letter: "select 'letter-' || letter_id as id from letter where letter_status = 'failed' order by letter_id limit 1",
    otherLetter:
      "select 'letter-' || letter_id as id from letter where letter_status = 'failed' order by letter_id offset 1 limit 1",
    later: "select activity_id::text as id from activity where activity_subject = 'Laterhidden'",
    pair: 'select max(duplicate_id)::text as id from duplicate',
    task: "select activity_id::text as id from activity where activity_subject = 'Taskhidden'",
    file: 'select max(attachment_id)::text as id from attachment',
    session: "select console_session_id::text as id from console_session where console_session_agent = 'Agenthidden'",
    second: 'select max(console_session_id)::text as id from console_session',
  }))
    found[name] = (await home.rows<{ id: string }>(query))[0]?.id ?? `no ${name}`
  return found
}

async function readersOf(home: TestHome): Promise<ReadonlyMap<string, readonly Name[]>> {
  const found = new Map<string, readonly Name[]>()
  for (const { word, read } of hiddenWords) {
    const seen: Name[] = []
    for (const name of names)
      if (typeof read === 'string' ? await gives(home, name, read) : read.includes(name)) seen.push(name)
    found.set(word, seen)
  }
  return found
}

/** Whether the database gives a row to the role of a colleague. */
const gives = (home: TestHome, name: Name, query: string): Promise<boolean> =>
  withClient(home.database.url('satchel'), async client => {
    const { rows } = await client.query<{ login: string }>(
      'select staff_login as login from staff where staff_hid = $1',
      [name],
    )
    await client.query(`set role "${rows[0]?.login}"`)
    return client.query(query).then(
      ({ rowCount }) => (rowCount ?? 0) > 0,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === '42501') return false
        throw error
      },
    )
  })
