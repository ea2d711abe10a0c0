// Makes the fixture anew: an installation of commit 06c89e0 in the middle of its work, as a backup, and what answers its packets. README.md
// beside it says when and how. Everything is done by that commit's own program; people and addresses are invented.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { fill, keepPost, mailWith, oldProgram, type OldLetter } from './old.ts'

const [clone = ''] = process.argv.slice(2)
const here = import.meta.dirname
const above = mkdtempSync(join(tmpdir(), 'satchel-fixture-'))
const home = join(above, 'home')
const core = 'core@kilimo.example'
const mailOf = (staff: string) => `${staff}@kilimo.example`
const old = oldProgram(clone, home)
// also where it fails half-way, nothing is left running or lying about
process.once('exit', () => {
  old.satchel(['db', 'stop'], [0, 2])
  rmSync(above, { recursive: true, force: true })
})
const { readMailbox, attachment } = await old.load('core/demo/mailbox.ts')
const { fillAndSend, visit, rowOf } = await old.load('core/demo/browser.ts')
const { sendMail } = await old.load('core/demo/mail-program.ts')
const { startPublicHost } = await old.load('core/demo/public-host.ts')
const { parsePacket } = await old.load('protocol/messages/packet.ts')
const { printReply } = await old.load('protocol/messages/reply.ts')

/** The letter that brought a record to an address. */
function letterTo(address: string, packet: string | undefined): OldLetter {
  const found = readMailbox(join(home, 'mail'), address).find(
    letter => packet !== undefined && letter.path.includes(`packet-${packet}`),
  )
  if (found === undefined) throw new Error(`no letter to ${address} with packet ${packet}`)
  return found
}
const sent = new Map<string, string>()
/** Sends records out and remembers which packet is whose. */
function dispatch(staff: string, ...people: readonly string[]): void {
  const packets = JSON.parse(old.satchel(['--json', 'dispatch', ...people, '--to', staff])) as { packet: string }[]
  packets.forEach(({ packet }, index) => sent.set(`${staff} ${people[index]}`, packet))
}
function ownForm(...people: readonly string[]): void {
  const forms = JSON.parse(old.satchel(['--json', 'form', ...people])) as { packet: string }[]
  forms.forEach(({ packet }, index) => sent.set(`own ${people[index]}`, packet))
}
const letterOf = (staff: string, person: string) => letterTo(mailOf(staff), sent.get(`${staff} ${person}`))
const formOf = (person: string, address: string) => letterTo(address, sent.get(`own ${person}`))
const drop = (name: string, content: string) => writeFileSync(join(home, 'inbox', name), content, { mode: 0o600 })
function replyFile(letter: OldLetter, id: string, said: Readonly<Record<string, unknown>>): string {
  const packet = parsePacket(attachment(letter, '.sexp'))
  const ours = { version: 1, id, draft: id, sequence: 1, packet: packet.id, epoch: packet.epoch, token: packet.token }
  return printReply({ ...ours, set: new Map(), rows: [], drops: [], files: [], ...said })
}
const spoolFiles = (host: string) =>
  readdirSync(join(host, 'spool/new'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.pgp'))

// 1. the installation, its staff of every role, its people and other records
old
  .satchel(['init', '--organisation', 'Kilimo', '--mail', core, '--calling-code', '+255'])
  .split('\n')
  .filter(line => /^ {2}\S{5}(-\S+)+$/.test(line))
  .forEach(line => writeFileSync(join(here, 'passphrase.txt'), `${line.trim()}\n`)) // prettier-ignore
for (const [hid, role, language] of [
  ['anna', 'sales', 'en'],
  ['baraka', 'sales', 'sw'],
  ['chloe', 'sales', 'fr'],
  ['dieter', 'sales', 'de'],
  ['maria', 'manager', 'en'],
  ['sam', 'support', 'en'],
  ['grace', 'office', 'en'],
  ['ada', 'admin', 'en'],
  ['mark', 'marketing', 'en'],
  ['nina', 'analyst', 'en'],
  ['audrey', 'auditor', 'en'],
] as const)
  old.satchel(['staff', 'add', hid, '--name', hid, '--email', mailOf(hid), '--role', role, '--language', language])
const [heading = '', ...lines] = readFileSync(join(here, 'people.csv'), 'utf8').trimEnd().split('\n')
for (const owner of ['anna', 'baraka', 'chloe', 'dieter', 'maria']) {
  const own = lines.filter(line => line[0] === owner[0]?.toUpperCase())
  writeFileSync(join(above, 'people.csv'), `${[heading, ...own].join('\n')}\n`)
  old.satchel(['load', join(above, 'people.csv'), '--owner', owner])
}
old.satchel(['process', 'add', 'farmer'])
old.satchel(['process', 'enter', 'farmer-education', 'A-01', 'B-01'])
const { homePaths } = await old.load('core/home/home.ts')
const { loginUrl } = await old.load('core/db/logins.ts')
const client = new pg.Client({ connectionString: loginUrl(homePaths(home), {}, 'owner') })
await client.connect()
await client.query(readFileSync(join(here, 'records.sql'), 'utf8'))
await client.end()

// 2. the public host, and records that leave in every language
const host = join(above, 'public')
const ports = ['--listen', '127.0.0.1:0', '--pull-listen', '127.0.0.1:0']
old.satchel(['intake', 'setup', host, '--url', 'http://127.0.0.1', ...ports])
const intake = await startPublicHost(host)
if (intake === null) throw new Error('no intake')
old.env = { SATCHEL_INTAKE_URL: intake.url, SATCHEL_INTAKES: intake.pullUrl }
dispatch('anna', 'A-01', 'A-02', 'A-03', 'A-04', 'A-05', 'A-06', 'A-07')
dispatch('baraka', 'B-01', 'B-02', 'B-03')
dispatch('chloe', 'C-01', 'C-02')
dispatch('dieter', 'D-01', 'D-02')
dispatch('maria', 'M-01')
dispatch('grace', 'A-03')
ownForm('A-09', 'B-02', 'C-02', 'D-02', 'D-03')
old.satchel(['send'])

// 3. answers that this program still imports: taken, held, settled; an own form that wants a word from the old address; a leave
const held = (id: string, born: string) => ({
  set: new Map([['born', born]]),
  report: new Map([
    ['when', '2026-11-28'],
    ['note', id],
  ]),
})
drop('1.sexp', replyFile(letterOf('anna', 'A-01'), '1'.repeat(32), held('Held', '1980-06-30')))
drop('2.sexp', replyFile(letterOf('anna', 'A-02'), '2'.repeat(32), held('Accepted', '1981-06-30')))
drop('3.sexp', replyFile(letterOf('anna', 'A-03'), '3'.repeat(32), held('Refused', '1982-06-30')))
const again = letterOf('baraka', 'B-03')
const said = { 'Jina la kwanza': 'Jumaa', 'Tarehe ya mawasiliano': '2026-11-28', Yaliyosemwa: 'Anataka mbegu' } // prettier-ignore
await sendMail(join(home, 'mail'), core, {
  from: mailOf('baraka'),
  to: again.replyTo,
  subject: again.subject,
  text: fill(attachment(again, '.txt'), said),
})
await setTimeout(500)
const page = attachment(formOf('A-09', 'a09@machame.example'), '.html')
await fillAndSend(page, { [rowOf(page, 'a09@machame.example')]: 'mary@machame.example' })
const leave = formOf('C-02', 'c02@bukavu.example').oneClick
await fetch(leave, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
old.satchel(['run', '--once'], [0, 3])
const waiting = JSON.parse(old.satchel(['--json', 'review', 'list'])) as { id: string; record: string; slot: string }[]
const idOf = (name: string) => waiting.find(row => row.record.includes(name) && row.slot === 'field/born')?.id ?? name
old.satchel(['--as', 'grace', 'review', 'accept', idOf('Mollel'), '--why', 'saw the passport'])
old.satchel(['--as', 'grace', 'review', 'refuse', idOf('Njoroge'), '--why', 'asked again'])
old.satchel(['run', '--once'], [0, 3])
old.satchel(['--as', 'grace', 'duplicate', 'find', '--least', '0.3'])
old.satchel(['--as', 'grace', 'duplicate', 'merge', 'A-10', 'A-11'])
old.satchel(['consent', 'no', 'd03@moshi.example', '--why', 'said so by phone'])
old.satchel(['consent', 'yes', 'a04@machame.example', '--why', 'said so by phone'])

// 4. what waits when the backup is taken: sealed items that were pulled, a file, a mail, letters
// commands block this process: it has not seen yet that the public host closed idle connections
await setTimeout(500)
await fillAndSend(attachment(letterOf('anna', 'A-06'), '.html'), { 'set.given-name': 'Joyce Waited' })
await fetch(formOf('B-02', 'b02@rombo.example').oneClick, {
  method: 'POST',
  body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
})
await visit(`${intake.url}/update`, { email: 'a05@machame.example' })
old.satchel(['pull'])
drop('waits.txt', fill(attachment(letterOf('anna', 'A-07'), '.txt'), { 'Given name': 'Simon Waited' }))
const letter = letterOf('baraka', 'B-02')
await sendMail(join(home, 'mail'), core, {
  from: mailOf('baraka'),
  to: letter.replyTo,
  subject: letter.subject,
  text: fill(attachment(letter, '.txt'), { 'Jina la kwanza': 'Neema Amesubiri' }),
})
dispatch('anna', 'A-08')
ownForm('B-01')
old.satchel(['verify'], [0, 3])
const backup = join(here, 'made-by-06c89e0.backup')
rmSync(backup, { force: true })
old.satchel(['db', 'backup', backup])
// what that version makes anew on each migrate, in its order: an upgrade in place finds it there
const made = ['functions', 'seed', 'views', 'policies'].flatMap(folder =>
  readdirSync(join(clone, 'sql', folder))
    .sort()
    .map(name => readFileSync(join(clone, 'sql', folder, name), 'utf8')),
)
writeFileSync(join(here, 'made-by-06c89e0.sql.gz'), gzipSync(made.join('\n'), { level: 9 }))
cpSync(join(home, 'keys/recovery-private.asc'), join(here, 'recovery-private.asc'))

// 5. what answers its packets, and comes after the backup: one file each
await setTimeout(500)
const answers = join(here, 'answers')
rmSync(answers, { recursive: true, force: true })
mkdirSync(answers)
for (const [staff, person, labels] of [
  [
    'anna',
    'A-04',
    {
      'Given name': 'Esther E.',
      'Note about the person': 'Sells eggs',
      'Date of the contact': '2026-11-28',
      'What was said': 'Comes on Friday',
    },
  ],
  [
    'baraka',
    'B-01',
    {
      'Jina la kwanza': 'Baraka B.',
      'Maelezo kuhusu mtu huyu': 'Anauza mayai',
      'Tarehe ya mawasiliano': '2026-11-28',
      Yaliyosemwa: 'Atakuja Ijumaa',
    },
  ],
  [
    'chloe',
    'C-02',
    {
      Prénom: 'Zoé Z.',
      'Note sur la personne': 'Vend des œufs',
      'Date du contact': '2026-11-28',
      'Ce qui a été dit': 'Vient vendredi',
    },
  ],
  [
    'dieter',
    'D-02',
    {
      Vorname: 'Käthe K.',
      'Notiz zur Person': 'Verkauft Eier',
      'Datum des Kontakts': '2026-11-28',
      'Was gesagt wurde': 'Kommt am Freitag',
    },
  ],
] as const) {
  const out = letterOf(staff, person)
  writeFileSync(
    join(answers, `text-${person.toLowerCase()}.eml`),
    mailWith(out, mailOf(staff), person, fill(attachment(out, '.txt'), labels)),
  )
} // prettier-ignore
const post = (name: string, form: string, filled: Readonly<Record<string, string>>) =>
  keepPost(form, filled, join(answers, `${name}.json`), fillAndSend)
await post('post-c-01', attachment(letterOf('chloe', 'C-01'), '.html'), {
  'set.given-name': 'Amélie A.',
  'set.born': '1980-06-30',
  'report.when': '2026-11-28',
  'report.note': 'Vient vendredi',
})
await post('own-d-02', attachment(formOf('D-02', 'd02@moshi.example'), '.html'), { 'set.family-name': 'Odhiambo-Groß' })
const question = readMailbox(join(home, 'mail'), 'a09@machame.example').find(one =>
  [...one.attachments.keys()].some(name => name.startsWith('confirm-')),
)
if (question === undefined) throw new Error('the old address was not asked')
await post('confirm-a-09', attachment(question, '.html'), {})
const rows = [
  {
    collection: 'contact-point',
    row: 'new-1',
    fields: new Map([
      ['kind', 'phone'],
      ['value', '0700 000 777'],
    ]),
  },
] // prettier-ignore
const file = replyFile(letterOf('dieter', 'D-01'), 'd'.repeat(32), {
  set: new Map([
    ['title', 'Dr.'],
    ['note', null],
  ]),
  rows,
  report: new Map([
    ['when', '2026-11-28'],
    ['note', 'Kommt am Freitag'],
  ]),
}) // prettier-ignore
writeFileSync(join(answers, 'reply-d-01.sexp'), file)
const before = new Set(spoolFiles(host))
await fillAndSend(attachment(letterOf('anna', 'A-05'), '.html'), {
  'set.given-name': 'Moses M.',
  'report.when': '2026-11-28',
  'report.note': 'Comes on Friday',
}) // prettier-ignore
const [sealed = ''] = spoolFiles(host).filter(name => !before.has(name))
cpSync(join(host, 'spool/new', sealed), join(answers, 'sealed-a-05.sexp.pgp'))

await intake.stop()
