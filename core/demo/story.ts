// The demo: the product's main job from beginning to end, with the real commands, a real database and a real intake in a
// process of its own, in a throw-away home folder. Every line that starts with $ is a command that runs right then; every
// figure comes from the database.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { annaEdits, barakaAnswers, graceEdits } from './answers.ts'
import { fillAndSend, rowOf, visit } from './browser.ts'
import { sayEnd } from './end.ts'
import { replyTo, sendMail } from './mail-program.ts'
import { attachment, type ReceivedLetter, readMailbox } from './mailbox.ts'
import { type PublicHost, startPublicHost } from './public-host.ts'
import { ask, choose, type Mine, run, setSettings, type Stage } from './stage.ts'

export type { Stage }

const core = 'core@kilimo.example'
const mails = { anna: 'anna@kilimo.example', baraka: 'baraka@kilimo.example', grace: 'grace@kilimo.example' }

interface Cast {
  readonly hers: readonly Mine[]
  readonly his: Mine
  readonly customer: Mine & { readonly email: string }
}

/** @param serve called when the story is told, while everything still runs, with the records that Anna has. @returns true when everything adds up. */
export async function tellStory(
  stage: Stage,
  serve?: (host: PublicHost, sent: readonly string[]) => Promise<void>,
): Promise<boolean> {
  const { tell } = stage
  await beginPrivately(stage)
  const host = await openPublicHost(stage)
  try {
    const cast = await sendRecordsOut(stage)
    await answersComeBack(stage, cast)
    await customerCorrects(stage, cast, host)
    await somebodyLeaves(stage, cast)
    await nonsense(stage, cast)
    await peopleDecide(stage)
    tell('\n8. The record now, and who changed what.\n')
    await run(stage, ['show', cast.hers[0]?.hid ?? ''])
    tell('')
    await run(stage, ['history', cast.hers[0]?.hid ?? '', '--limit', '4'])
    tell('')
    await run(stage, ['status'])
    const balanced = await sayEnd(stage, cast.customer.email)
    await serve?.(
      host,
      cast.hers.map(({ hid }) => hid),
    )
    return balanced
  } finally {
    await host.stop()
  }
}

async function beginPrivately(stage: Stage): Promise<void> {
  stage.tell('1. A private database. Nothing of it listens on a network.\n')
  const organisation = ['--organisation', 'Kilimo Co-operative', '--mail', core, '--calling-code', '+255']
  await run(stage, ['init', '--samples', ...organisation, '--protection', 'plain'])
}

async function openPublicHost(stage: Stage): Promise<PublicHost> {
  const { tell } = stage
  tell('\n2. The public part: another process, which holds no key that opens anything.\n')
  const folder = join(dirname(stage.home), 'public-host')
  const ports = ['--listen', '127.0.0.1:0', '--pull-listen', '127.0.0.1:0']
  await run(stage, ['intake', 'setup', folder, '--url', 'http://127.0.0.1', ...ports])
  const host = await startPublicHost(folder)
  if (host === null) throw new Error('the demo needs the folder intake-server beside the core')
  setSettings(stage, { intakeUrl: host.url, intakes: [host.pullUrl] })
  tell(`$ satchel-intake serve --home ${folder}`)
  tell(`Takes what people send at ${host.url}; process ${host.process}.`)
  return host
}

/** The newest letter of a kind (packet, outcome ...) in a mailbox. */
const newest = (stage: Stage, address: string, kind: string): ReceivedLetter => {
  const found = readMailbox(join(stage.home, 'mail'), address).filter(letter => basename(letter.path).startsWith(kind))
  const letter = found.at(-1)
  if (letter === undefined) throw new Error('a letter did not arrive')
  return letter
}

/** The letters with packets in a mailbox, in the order of dispatch. */
const packets = (stage: Stage, address: string) =>
  readMailbox(join(stage.home, 'mail'), address).filter(letter => basename(letter.path).startsWith('packet-'))

async function sendRecordsOut(stage: Stage): Promise<Cast> {
  stage.tell('\n3. Records leave by mail: one person each, and of that only what the recipient may see.\n')
  const hers = await choose(stage, 'anna', 3)
  const [his, customer] = (await choose(stage, 'baraka', 2)).toReversed()
  if (his === undefined || customer?.email == null) throw new Error('the samples gave nobody with an address')
  await run(stage, ['dispatch', ...hers.map(one => one.hid), '--to', 'anna'])
  await run(stage, ['dispatch', his.hid, '--to', 'baraka'])
  await run(stage, ['dispatch', hers[0]?.hid ?? '', '--to', 'grace'])
  await run(stage, ['send'])
  return { hers, his, customer: { ...customer, email: customer.email } }
}

async function answersComeBack(stage: Stage, cast: Cast): Promise<void> {
  const { tell, world, home } = stage
  const today = world.now().toISOString().slice(0, 10)
  const root = join(home, 'mail')
  const [first, second, third] = packets(stage, mails.anna)
  const [his] = packets(stage, mails.baraka)
  const [graces] = packets(stage, mails.grace)
  if (first === undefined || second === undefined || third === undefined || his === undefined || graces === undefined)
    throw new Error('a letter did not arrive')
  tell('\n4. Four answers, each in the way that its sender has:\n')
  tell('   Anna edits the form in the letter and mails it back ...')
  const given = `${cast.hers[0]?.name.split(' ')[0]} Maria`
  await sendMail(root, core, replyTo(first, mails.anna, annaEdits(attachment(first, '.txt'), given, today)))
  tell('   ... and answers another packet from its page, in a browser, over the public host.')
  await fillAndSend(attachment(second, '.html'), {
    'set.preferred': 'visit',
    'report.when': today,
    'report.outcome': 'reached',
    'report.note': 'Has sold the cow. Wants to plant sunflowers.',
  })
  tell("   Baraka's program writes a reply file; it comes on a USB stick.")
  const stick = join(home, 'inbox')
  mkdirSync(stick, { recursive: true, mode: 0o700 })
  writeFileSync(join(stick, 'from-baraka.sexp.part'), barakaAnswers(attachment(his, '.sexp'), today), { mode: 0o600 })
  renameSync(join(stick, 'from-baraka.sexp.part'), join(stick, 'from-baraka.sexp'))
  tell('   Grace, in the office, had the same record as Anna, and read another name in the passport.\n')
  const grace = graceEdits(attachment(graces, '.txt'), `${cast.hers[0]?.name.split(' ')[0]} Mariam`, today)
  await sendMail(root, core, replyTo(graces, mails.grace, grace))
  await run(stage, ['run', '--once'])
}

async function customerCorrects(stage: Stage, cast: Cast, host: PublicHost): Promise<void> {
  const { tell } = stage
  const { email } = cast.customer
  tell(`\n5. A customer asks for their own form, by address, on the public page. It goes to the address on file.\n`)
  await visit(`${host.url}/update`, { email })
  await visit(`${host.url}/update`, { email: 'stranger@example.org' })
  tell('   (A stranger asks, too, and gets the same answer, and no letter.)\n')
  await run(stage, ['run', '--once'])
  const letter = newest(stage, email, 'packet-')
  const page = attachment(letter, '.html')
  tell('\n   They correct the name of their village and give a new e-mail address.\n')
  const mailRow = rowOf(page, email)
  const city = [...page.matchAll(/name="(row\.address\.[^"]*\.city)"/g)][0]?.[1]
  await fillAndSend(page, { [mailRow]: `new-${email}`, ...(city === undefined ? {} : { [city]: 'Moshi' }) })
  await run(stage, ['run', '--once'])
  tell('\n   Having seen the form is not enough to move a record to another address: the old address is asked.\n')
  const question = newest(stage, email, 'outcome-')
  await fillAndSend(attachment(question, '.html'), {})
  await run(stage, ['run', '--once'])
}

async function somebodyLeaves(stage: Stage, cast: Cast): Promise<void> {
  const { tell } = stage
  tell('\n6. One click ends the letters, also while the core is away; then nothing unasked goes there.\n')
  await run(stage, ['form', cast.customer.hid])
  await run(stage, ['send'])
  const letter = newest(stage, `new-${cast.customer.email}`, 'packet-')
  await fetch(letter.oneClick, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
  await run(stage, ['run', '--once'])
  await run(stage, ['form', cast.customer.hid], [2])
}

async function nonsense(stage: Stage, cast: Cast): Promise<void> {
  const { tell, home, world } = stage
  const today = world.now().toISOString().slice(0, 10)
  const root = join(home, 'mail')
  const [first, second, third] = packets(stage, mails.anna)
  const [his] = packets(stage, mails.baraka)
  if (first === undefined || second === undefined || third === undefined || his === undefined)
    throw new Error('a letter is gone')
  tell(
    '\n7. What else comes: a second report, the same answer again, a forgery, an answering machine, a broken file.\n',
  )
  const report = {
    'report.when': today,
    'report.outcome': 'call-back',
    'report.note': 'Called again: comes on Friday.',
  }
  await fillAndSend(attachment(second, '.html'), report)
  await fillAndSend(attachment(second, '.html'), report)
  const given = `${cast.hers[0]?.name.split(' ')[0]} Maria`
  await sendMail(root, core, replyTo(first, mails.anna, annaEdits(attachment(first, '.txt'), given, today)))
  const forged = barakaAnswers(attachment(his, '.sexp'), today).replace(
    /\(token "[^"]+"\)/,
    '(token "0123456789ABCDEFGHJKMNPQRS")',
  )
  writeFileSync(join(home, 'inbox', 'forged.sexp'), forged, { mode: 0o600 })
  writeFileSync(join(home, 'inbox', 'broken.sexp'), '(satchel-reply (version 1)', { mode: 0o600 })
  await sendMail(root, core, {
    ...replyTo(third, mails.anna, 'I am away until Monday.'),
    headers: ['Auto-Submitted: auto-replied'],
  })
  await run(stage, ['run', '--once'], [0, 3])
}

async function peopleDecide(stage: Stage): Promise<void> {
  stage.tell('\n   What needs a person waits for one; everybody is told what became of each field.\n')
  await run(stage, ['review', 'list'])
  const held = await ask<readonly { id: string; slot: string }[]>(stage, ['review', 'list'])
  const clash = held.find(change => change.slot === 'field/given-name') ?? held[0]
  if (clash !== undefined) await run(stage, ['review', 'accept', clash.id, '--why', 'saw the passport'])
  await run(stage, ['send'])
}
