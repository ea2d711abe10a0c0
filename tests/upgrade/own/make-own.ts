// Makes the fixture of tables of one's own anew: an installation of commit aab43ed4 with a type, rows and a field of its own, whose packets
// are out, as a backup, and what answers them. ../README.md says when and how. Everything is done by that commit's own program.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fill, mailWith, oldProgram, type OldLetter } from '../old.ts'

const [clone = ''] = process.argv.slice(2)
const here = import.meta.dirname
const above = mkdtempSync(join(tmpdir(), 'satchel-fixture-'))
const home = join(above, 'home')
const anna = 'anna@kilimo.example'
const old = oldProgram(clone, home)
process.once('exit', () => {
  old.satchel(['db', 'stop'], [0, 2])
  rmSync(above, { recursive: true, force: true })
})
const { readMailbox, attachment } = await old.load('core/demo/mailbox.ts')
const { parsePacket } = await old.load('protocol/messages/packet.ts')
const { printReply } = await old.load('protocol/messages/reply.ts')

old
  .satchel([
    'init',
    '--organisation',
    'Kilimo',
    '--mail',
    'core@kilimo.example',
    '--calling-code',
    '+255',
    '--protection',
    'plain',
  ])
  .split('\n')
  .filter(line => /^ {2}\S{5}(-\S+)+$/.test(line))
  .forEach(line => writeFileSync(join(here, 'passphrase.txt'), `${line.trim()}\n`)) // prettier-ignore
const known = ['--name', 'Anna', '--email', anna, '--role', 'sales', '--protection', 'plain']
old.satchel(['staff', 'add', 'anna', ...known])
old.satchel(['staff', 'letters', 'anna', '--packet-file', 'on'])

// a type with a field of most types, rows of it, and a field of people
const fields = ['area:number', 'crop:choice:maize,beans', 'tel:phone', 'price:money', 'planted:date', 'farmer:person']
old.satchel(['new-type', 'parcel', ...fields, '--under', 'person', '--stages', 'sown,growing,harvested'])
old.satchel(['new-table', 'soil-test', 'day:date:required', 'ph:number', '--of', 'parcel'])
old.satchel(['new-field', 'person', 'shoe-size:number'])
old.satchel(['own', 'rename', 'parcel', 'planted', '--word', 'sown-on', '--label', 'Sown on'])
old.satchel(['add', 'person', 'id=P-1', 'given-name=Neema', 'family-name=Otieno', 'shoe-size=38', '--owner', 'anna'])
for (const [id, name] of [
  ['F-1', 'North field'],
  ['F-2', 'South field'],
] as const) {
  const values = [`name=${name}`, 'area=3.5', 'crop=maize', 'tel=0754 000 111', 'price=1200', 'price-currency=TZS']
  old.satchel(['add', 'parcel', `id=${id}`, ...values, 'sown-on=2026-03-01', 'farmer=P-1', '--owner', 'anna'])
  old.satchel(['set', id, 'soil-test/new.day=2026-02-01', 'soil-test/new.ph=6.5'])
}
old.satchel(['process', 'enter', 'own-parcel-sown', 'F-1'])

// packets are out, one of a type of its own and one with a field of its own
old.satchel(['form', 'new', 'parcel-check', '--type', 'parcel'])
// its rows go along
const definition = join(home, 'forms/parcel-check.sexp')
const rows = `  (collection soil-test (table "own_soil_test") (add true) (change true) (drop true)
    (label (en "Soil test"))
    (field day (column "own_soil_test_day") (type date) (required true) (label (en "day of the test")))
    (field ph (column "own_soil_test_ph") (type number) (label (en "acidity"))))
`
writeFileSync(definition, readFileSync(definition, 'utf8').replace(/^  \(report/m, `${rows}  (report`))
old.satchel(['form', 'new', 'person-check', '--type', 'person'])
old.satchel(['form', 'publish'])
const sent = (record: string, form: string): OldLetter => {
  const [{ packet } = { packet: '' }] = JSON.parse(
    old.satchel(['--json', 'dispatch', record, '--to', 'anna', '--form', form]),
  ) as { packet: string }[]
  old.satchel(['send'])
  const found = readMailbox(join(home, 'mail'), anna).find(letter => letter.path.includes(`packet-${packet}`))
  if (found === undefined) throw new Error(`no letter with ${packet}`)
  return found
}
const [first, second, person] = [sent('F-1', 'parcel-check'), sent('F-2', 'parcel-check'), sent('P-1', 'person-check')]
old.satchel(['verify'], [0, 3])
const backup = join(here, 'made-by-aab43ed4.backup')
rmSync(backup, { force: true })
old.satchel(['db', 'backup', backup])
cpSync(join(home, 'keys/recovery-private.asc'), join(here, 'recovery-private.asc'))

// what answers them comes after the backup
const reply = (letter: OldLetter, id: string, said: Readonly<Record<string, unknown>>) => {
  const packet = parsePacket(attachment(letter, '.sexp'))
  const ours = { version: 1, id, draft: id, sequence: 1, packet: packet.id, epoch: packet.epoch, token: packet.token }
  return printReply({ ...ours, set: new Map(), rows: [], drops: [], files: [], ...said })
}
const report = new Map([
  ['when', '2026-11-28'],
  ['outcome', 'reached'],
])
const row = { collection: 'soil-test', row: 'new-1' }
writeFileSync(
  join(here, 'reply-f-1.sexp'),
  reply(first, 'a'.repeat(32), {
    set: new Map([
      ['area', '4.25'],
      ['crop', 'beans'],
      ['tel', '+255 754 000 111'],
      ['price', '1300'],
      ['sown-on', '2026-03-02'],
    ]),
    rows: [
      {
        ...row,
        fields: new Map([
          ['day', '2026-11-01'],
          ['ph', '6.8'],
        ]),
      },
    ],
    report,
  }),
)
writeFileSync(
  join(here, 'reply-p-1.sexp'),
  reply(person, 'b'.repeat(32), { set: new Map([['shoe-size', '39']]), report }),
)
const labels = { Area: '2.75', 'Sown on': '3 March 2026', 'Date of the contact': '2026-11-28' }
const text = fill(attachment(second, '.txt'), labels)
writeFileSync(join(here, 'text-f-2.eml'), mailWith(second, anna, 'F-2', text))
