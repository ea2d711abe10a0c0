// A colleague whose mail program works with gpg: letters opened by it, and answers in the shapes that Thunderbird, mutt, KMail, Enigmail and a
// server that rebuilds mail give them. Every word that was typed is in the row.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { fillForm, makeHome, mails, type TestHome } from '../helpers/home.ts'
import { attachmentOf, readLetter, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, replyAddressOf } from '../helpers/mailing.ts'
import { encryptedAs, type Outside, plainMail, signedBody, textPart, typedBelow } from '../helpers/pgp.ts'
import { findProgram, systemTest } from '../helpers/system.ts'

const programs = ['gpg', 'gpgconf']
const people = Array.from({ length: 10 }, (_, index) => `P${index + 1}`)
const note = 'Wants seed – é, 你好. Said: "Call me\'s fine" = 50 % <b>'
const said = {
  'Given name': 'Zoé',
  'Date of the contact': '2026-11-20',
  'How it went': 'reached',
  'What was said': note,
}

let home: TestHome
let folder: string
let env: NodeJS.ProcessEnv
let core: string
let anna: string
let letters: readonly ReceivedLetter[]
let used = 0

const gpg = (args: readonly string[], input = '') =>
  execFileSync(
    'gpg',
    [
      '--batch',
      '--quiet',
      '--yes',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      '--trust-model',
      'always',
      ...args,
    ],
    {
      env,
      input,
      maxBuffer: 50_000_000,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  ).toString()
const fingerprintOf = (name: string) =>
  /fpr:+([0-9A-F]{40})/.exec(gpg(['--with-colons', '--list-keys', name]))?.[1] ?? ''

beforeAll(async () => {
  if (programs.some(program => findProgram(program) === null)) return
  // short: the path of the agent's socket may have 107 bytes
  folder = mkdtempSync(join(tmpdir(), 'satchel-pp-'))
  env = { ...process.env, GNUPGHOME: folder, LC_ALL: 'C' }
  home = await makeHome()
  gpg(['--import', join(home.home.keys, 'core-public.asc')])
  core = fingerprintOf('core@kilimo.example')
  gpg(['--quick-generate-key', `Anna Auma <${mails.anna}>`, 'rsa3072', 'cert,sign', '1y'])
  anna = fingerprintOf(mails.anna)
  gpg(['--quick-add-key', anna, 'rsa3072', 'encr', '1y'])
  const file = join(folder, 'anna.asc')
  writeFileSync(file, gpg(['--armor', '--export', anna]))
  expect((await home.satchel(['staff', 'key', 'import', 'anna', file, '--fingerprint', anna])).code).toBe(0)
  await home.rows(
    "update form_field set form_field_needs = 'strong' where form_field_name = 'given-name' and form_field_form in (select form_id from form where form_name = 'call-report') returning 1",
  )
  for (const hid of people) await home.person(hid)
  // the first by a letter that is encrypted, the others by plain ones: what they prove is in the signature alone
  await home.satchel(['staff', 'protection', 'anna', 'pgp'])
  await home.satchel(['dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['staff', 'protection', 'anna', 'plain'])
  await home.satchel(['dispatch', ...people.slice(1), '--to', 'anna'])
  await home.satchel(['send'])
  letters = home.letters(mails.anna)
}, 300_000)

afterAll(async () => {
  if (home === undefined) return
  spawnSync('gpgconf', ['--kill', 'all'], { env })
  rmSync(folder, { recursive: true })
  await home.close()
})

interface Sent {
  readonly form: string
  readonly outside: Outside
  readonly packet: string
}

function fresh(): Sent {
  const letter = letters.filter(({ attachments }) => !attachments.has('encrypted.asc'))[used++]
  if (letter === undefined) throw new Error('no letter is left')
  return sentOf(letter, attachmentOf(letter, '.txt'))
}
const sentOf = (letter: ReceivedLetter, form: string): Sent => ({
  form: fillForm(form, said),
  outside: { from: mails.anna, to: replyAddressOf(letter) },
  packet: letter.file.replace(/^packet-/, '').slice(0, 14),
})

const sealing = () => ['--armor', '--sign', '--encrypt', '-u', anna, '-r', core, '-r', anna]
const signing = () => ['--armor', '--detach-sign', '--digest-algo', 'SHA512', '-u', anna]
/** As mail programs sign: lines end in CR LF. */
const signedMail = (outside: Outside, part: string) =>
  Buffer.from(`${headOf(outside)}${signedBody(part, gpg(signing(), part))}`)
const headOf = ({ from, to }: Outside) =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: Re: Work packet\r\nMessage-ID: <${Math.random().toString(36).slice(2)}@mail.example.org>\r\nMIME-Version: 1.0\r\n`

async function arrives(mail: Uint8Array, { packet }: Sent) {
  deliverTo(home, mail)
  const ended = await home.satchel(['run', '--once', '--json'], { env: { SATCHEL_MAIL_TRUST: 'none' } })
  expect(ended.err).not.toMatch(/bug/)
  const [row] = await home.rows(
    `select reply_evidence as evidence, reply_status as status, person_given as given,
       array(select activity_body from activity where activity_entity = person_id) as notes
     from reply join packet on packet_id = reply_packet join person on person_id = packet_entity where packet_hid = $1`,
    [packet],
  )
  expect(row).toEqual({ evidence: 'strong', status: 'imported', given: 'Zoé', notes: [note] })
}

/** What Thunderbird puts around the text: headers that it shows in place of those outside, and the writer's key. */
function thunderbird(form: string, { from, to }: Outside): string {
  const inner = [
    `Content-Type: multipart/mixed; boundary="t"; protected-headers="v1"\r\nFrom: Anna Auma <${from}>\r\nTo: ${to}\r\nSubject: Re: Work packet\r\n\r\n`,
    `--t\r\nContent-Type: multipart/mixed; boundary="u"\r\n\r\n`,
    `--u\r\nContent-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
    Buffer.from(`Here it is.\r\n\r\n${form.replace(/\r?\n/g, '\r\n')}`)
      .toString('base64')
      .replace(/(.{72})/g, '$1\r\n'),
    `\r\n--u\r\nContent-Type: application/pgp-keys; name="OpenPGP_0x${anna.slice(-16)}.asc"\r\nContent-Disposition: attachment; filename="OpenPGP_0x${anna.slice(-16)}.asc"\r\n\r\n`,
    gpg(['--armor', '--export', anna]).replace(/\r?\n/g, '\r\n'),
    `\r\n--u--\r\n\r\n--t--\r\n`,
  ]
  return inner.join('')
}

systemTest(programs, 'a letter that gpg opens is answered as Thunderbird encrypts', async () => {
  const letter = letters.find(({ attachments }) => attachments.has('encrypted.asc'))
  if (letter === undefined) throw new Error('no encrypted letter')
  const path = join(folder, 'letter.asc')
  writeFileSync(path, letter.attachments.get('encrypted.asc') ?? '')
  const { status, stdout, stderr } = spawnSync(
    'gpg',
    ['--batch', '--pinentry-mode', 'loopback', '--passphrase', '', '--decrypt', path],
    {
      env,
    },
  )
  expect([status, stderr.toString()]).toEqual([0, expect.stringContaining('Good signature')])
  const inside = readLetter(letter.file, stdout.toString('latin1'))
  const sent = sentOf(letter, attachmentOf(inside, '.txt'))
  const armored = gpg(sealing(), thunderbird(sent.form, sent.outside))
  await arrives(encryptedAs(sent.outside, armored), sent)
})

systemTest(programs, 'signed alone, as Thunderbird does it', async () => {
  const sent = fresh()
  await arrives(signedMail(sent.outside, thunderbird(sent.form, sent.outside)), sent)
})

systemTest(programs, 'signed text, as mutt and KMail send it', async () => {
  const sent = fresh()
  const part = `Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${typedBelow(sent.form, said).replace(/\r?\n/g, '\r\n')}\r\n`
  await arrives(signedMail(sent.outside, part), sent)
})

systemTest(programs, 'signed, and kept by the mail server with bare line feeds', async () => {
  const sent = fresh()
  const mail = signedMail(sent.outside, textPart(sent.form)).toString().replaceAll('\r\n', '\n')
  await arrives(Buffer.from(mail), sent)
})

systemTest(programs, 'signed, then encrypted in a second step, as Enigmail and KMail can', async () => {
  const sent = fresh()
  const part = textPart(sent.form)
  const inner = signedBody(part, gpg(signing(), part))
  await arrives(encryptedAs(sent.outside, gpg(['--armor', '--encrypt', '-r', core], inner)), sent)
})

systemTest(programs, 'encrypted, and rebuilt by a server that does not know the kind of its parts', async () => {
  const sent = fresh()
  const armored = gpg(sealing(), textPart(sent.form)).replace(/\r?\n/g, '\r\n')
  const mail = `${headOf(sent.outside)}Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\r\n--x\r\nContent-Type: application/pgp-encrypted; name="ATT00001"\r\nContent-Disposition: attachment; filename="ATT00001"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('Version: 1\r\n').toString('base64')}\r\n--x\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\nContent-Disposition: attachment; filename="encrypted.asc"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(
    armored,
  )
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')}\r\n--x--\r\n`
  await arrives(Buffer.from(mail), sent)
})

systemTest(programs, 'armoured in the text of a mail, as programs of before PGP/MIME do it', async () => {
  const sent = fresh()
  await arrives(plainMail(sent.outside, gpg([...sealing(), '--textmode'], sent.form)), sent)
})

systemTest(programs, 'a file that gpg encrypted and signed, attached', async () => {
  const sent = fresh()
  const path = join(folder, 'report.txt')
  writeFileSync(path, sent.form)
  const bytes = execFileSync(
    'gpg',
    [
      '--batch',
      '--yes',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      '--trust-model',
      'always',
      '--sign',
      '--encrypt',
      '-u',
      anna,
      '-r',
      core,
      '-o',
      '-',
      path,
    ],
    { env, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const mail = `${headOf(sent.outside)}Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n${textPart('Attached.\n')}\r\n--x\r\nContent-Type: application/octet-stream; name="report.txt.gpg"\r\nContent-Disposition: attachment; filename="report.txt.gpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/(.{76})/g, '$1\r\n')}\r\n--x--\r\n`
  await arrives(Buffer.from(mail), sent)
})
