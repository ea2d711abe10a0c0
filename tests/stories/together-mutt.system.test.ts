// A letter with several packets, answered in mutt: it quotes the letter, and attaches the files that were filled in. Each answer goes
// to its own record.

import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { deliverTo } from '../helpers/mailing.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.rows('update staff set staff_packet_file = false')
})
afterAll(() => home.close())

interface Answer {
  /** What is typed below a label of the nth form of the quoted letter. */
  readonly typed?: readonly { readonly nth: number; readonly label: string; readonly value: string }[]
  /** Files that are attached. */
  readonly files?: readonly { readonly name: string; readonly content: string }[]
}

/** Opens the newest letter of a mailbox in mutt on a terminal, replies, and gives the mail that mutt hands to the mail server. */
async function answerInMutt(letter: string, { typed = [], files = [] }: Answer): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-mutt-reply-'))
  const at = (name: string) => join(folder, name)
  try {
    mkdirSync(at('Mail'))
    for (const part of ['tmp', 'new', 'cur']) mkdirSync(join(at('inbox'), part), { recursive: true })
    writeFileSync(join(at('inbox'), 'cur', '1.mutt:2,'), readFileSync(letter))
    for (const { name, content } of files) writeFileSync(at(name), content)
    writeFileSync(at('typed.json'), JSON.stringify(typed))
    // the editor of the person: it finds the label in the quoted text, and names the files to attach
    writeFileSync(
      at('edit.cjs'),
      `const { readFileSync, writeFileSync } = require('node:fs')
const file = process.argv[2]
const lines = readFileSync(file, 'utf8').split('\\n')
for (const { nth, label, value } of JSON.parse(readFileSync(${JSON.stringify(at('typed.json'))}, 'utf8')).reverse()) {
  const found = lines.flatMap((line, at) => (line.trim() === '> [' + label + ']' ? [at] : []))[nth]
  lines.splice(found + 1, 0, value)
}
const names = ${JSON.stringify(files.map(({ name }) => at(name)))}
lines.splice(lines.indexOf(''), 0, ...names.map(name => 'Attach: ' + name))
writeFileSync(file, lines.join('\\n'))
`,
    )
    writeFileSync(at('send.sh'), `#!/bin/sh\ncat > ${at('sent.part')} && mv ${at('sent.part')} ${at('sent')}\n`)
    chmodSync(at('send.sh'), 0o700)
    writeFileSync(
      at('settings'),
      `set mbox_type=Maildir folder=${at('Mail')} sendmail=${at('send.sh')} sendmail_wait=0 copy=no
set editor="${process.execPath} ${at('edit.cjs')} %s" edit_headers=yes include=yes fast_reply=yes abort_unmodified=no
set from=${mails.anna} use_from=yes realname="Anna Auma" reply_to=yes wait_key=no charset=utf-8 send_charset=utf-8
push "<reply><send-message>"
`,
    )
    const env = { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8', HOME: folder }
    const program = `stty cols 120 rows 60; exec mutt -n -F ${at('settings')} -f ${at('inbox')}`
    const terminal = spawn('script', ['-qec', program, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise(resolve => terminal.once('exit', resolve))
    const late = setTimeout(() => terminal.kill(), 60_000)
    let said = ''
    await new Promise<void>((resolve, reject) => {
      terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (existsSync(at('sent'))) resolve()
      })
      terminal.once('exit', () => {
        if (existsSync(at('sent'))) resolve()
        else reject(new Error(`mutt ended: ${said}`))
      })
    })
    terminal.stdin.write('x')
    await ended
    clearTimeout(late)
    return readFileSync(at('sent'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Records of anna's in one letter: their packets in its order, the file of the letter and its text forms. */
async function sentTogether(...people: readonly string[]) {
  for (const hid of people) await home.person(hid, 'anna')
  const args = ['--as', 'grace', 'dispatch', ...people, '--to', 'anna', '--together', '--json']
  const sent = (await home.satchel(args)).json<{ packet: string }[]>()
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const inbox = join(mailboxFolder(home.home.mail, mails.anna), 'new')
  const file = readdirSync(inbox).find(name => name.includes(sent[0]?.packet ?? '-'))
  const letter = home.letters(mails.anna).find(one => one.file === file)
  if (file === undefined || letter === undefined) throw new Error('no letter')
  return { sent, letter, path: join(inbox, file) }
}

async function imported(mail: Uint8Array): Promise<Record<string, number>> {
  deliverTo(home, mail)
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.err).not.toMatch(/waits|bug/)
  return ended.json<{ balance: Record<string, number> }>().balance
}

const notes = () =>
  home.rows<{ record: string; note: string }>(
    'select person_hid as record, activity_body as note from activity join person on person_id = activity_entity order by 1',
  )

describe('a letter with several packets, answered in mutt', () => {
  systemTest(
    ['mutt', 'script'],
    'below its quoted forms: each answer goes to its own record, the untouched one stays open',
    async () => {
      const { sent, path } = await sentTogether('M1', 'M2', 'M3')
      const mail = await answerInMutt(path, {
        typed: [
          { nth: 0, label: 'What was said', value: 'She wants ten bags.' },
          { nth: 2, label: 'What was said', value: 'He moved away.' },
        ],
      })
      expect(Buffer.from(mail).toString().slice(0, 2000)).toMatch(/^In-Reply-To: </im)
      expect(await imported(mail)).toMatchObject({ imported: 1, quarantined: 0 })
      expect(await notes()).toEqual([
        { record: 'M1', note: 'She wants ten bags.' },
        { record: 'M3', note: 'He moved away.' },
      ])
      const replies = await home.rows<{ n: number }>(
        'select count(reply_id)::int as n from packet left join reply on reply_packet = packet_id where packet_hid = any ($1) group by packet_id order by packet_id',
        [sent.map(({ packet }) => packet)],
      )
      expect(replies.map(({ n }) => n)).toEqual([1, 0, 1])
      // the same mail once more is one answer
      await imported(mail)
      expect(await notes()).toHaveLength(2)
    },
  )

  systemTest(['mutt', 'script'], 'by its files, filled in and attached', async () => {
    const { letter, path } = await sentTogether('N1', 'N2')
    const files = [...letter.attachments]
      .filter(([name]) => name.endsWith('.txt'))
      .map(([name, form], at) => ({ name, content: fillForm(form, { 'Given name': `New${at}` }) }))
    expect(files).toHaveLength(2)
    expect(await imported(await answerInMutt(path, { files }))).toMatchObject({ imported: 1, quarantined: 0 })
    expect(
      await home.rows(
        "select person_hid as record, person_given as given from person where person_hid in ('N1', 'N2') order by 1",
      ),
    ).toEqual([
      { record: 'N1', given: 'New0' },
      { record: 'N2', given: 'New1' },
    ])
    expect(await home.rows('select from inquiry')).toEqual([])
  })
})
