// What satchel next says is done, step by step, until it says nothing more: no advice comes back after it was followed.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { itemName } from '@satchel/protocol/spool/item-name'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import { printUpload } from '@satchel/protocol/messages/upload'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrive, mails, makeHome, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { deliverTo, linksIn, mailOf } from '../helpers/mailing.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3']) await home.person(hid)
})
afterAll(() => home.close())

interface Step {
  readonly why: string
  readonly command: string
}
const next = async () => {
  const ended = await home.satchel(['--json', 'next'])
  expect([ended.code, ended.err]).toEqual([0, ''])
  return ended.json<{ steps: Step[] }>().steps
}
const say = async (...args: string[]) => {
  const { code, err, out } = await home.satchel(args)
  expect([0, 3], err).toContain(code)
  return out
}
const listed = async (...args: string[]) => (await home.satchel(['--json', ...args])).json<Record<string, string>[]>()

/** What a person does beyond typing the command: the command shows it, and a look, a hand or a decision ends it. */
const byHand: Record<string, (command: string) => Promise<unknown>> = {
  'review list': async () => {
    for (const { id } of await listed('review', 'list')) await say('review', 'accept', id ?? '', '--why', 'seen')
  },
  'quarantine list': async () => {
    for (const { item } of await listed('quarantine', 'list')) await say('quarantine', 'done', item ?? '')
  },
  'letter list': async () => {
    for (const { letter } of await listed('letter', 'list')) await say('letter', 'done', letter ?? '')
  },
  'inquiry list': async () => {
    for (const { inquiry } of await listed('inquiry', 'list')) await say('inquiry', 'done', inquiry ?? '')
  },
  'keys list': async () => rmSync(join(home.home.keys, 'recovery-private.asc')),
  'db backup /media/backup': () => say('db', 'backup', join(home.home.folder, '..', 'kept.backup')),
}

/** Follows the first advice until only the standing one is left. @returns what was said on the way. */
async function follow(): Promise<readonly string[]> {
  const done: string[] = []
  for (let count = 0; count < 25; count++) {
    const [first] = await next()
    const command = first?.command.replace(/^.*?satchel(?: --home \S+)? /, '') ?? ''
    if (command === '' || command === 'run') return done
    const said = `${command}: ${first?.why ?? ''}`
    expect(done.at(-1), 'the same advice again').not.toBe(said)
    done.push(said)
    await (byHand[command] ?? (() => say(...command.split(' '))))(command)
  }
  throw new Error(`no end of it:\n${done.join('\n')}`)
}

const publicKeys = () =>
  Promise.all(
    ['core-public.asc', 'recovery-public.asc'].map(file =>
      readPublicKey(readFileSync(join(home.home.keys, file), 'utf8')),
    ),
  )
const upload = async (name: string) =>
  seal(printUpload({ version: 1, name, type: 'text/plain', bytes: Buffer.from(name) }), await publicKeys(), {
    now: new Date(),
  })
const question = (files: readonly { readonly bytes: Uint8Array; readonly name: string }[], received = new Date()) =>
  sealedSubmission(
    home.home,
    {
      kind: 'inquiry',
      fields: [['message', 'Hello']],
      files: files.map(({ bytes, name }) => ({ name, type: 'text/plain', sha256: itemName(bytes) })),
    },
    received,
  )

test('from an installation that has just begun to one that runs', async () => {
  const [first] = await next()
  expect(first?.command).toContain('dispatch')
  await say('dispatch', 'P1', 'P2', 'P3', '--to', 'anna')
  const done = await follow()
  expect(done.map(said => said.split(':')[0])).toEqual(['send', 'db backup /media/backup', 'keys list'])
})

describe('an uploaded file that no submission names', () => {
  test('ends in the run that shows it, is told, and is no advice once somebody has seen it', async () => {
    await arrive(home.home, await upload('alone.txt'), 'open')
    expect((await next())[0]).toMatchObject({ why: '1 item to import' })
    const ended = await home.satchel(['import'])
    expect(ended.code).toBe(3)
    expect(ended.out).toContain('1 quarantined + 0 waiting')
    expect(ended.err).toContain('No submission names this uploaded file. (upload/alone)')
    expect((await follow()).map(said => said.split(':')[0])).toEqual(['quarantine list'])
    expect(await listed('quarantine', 'list')).toEqual([])
    expect((await listed('quarantine', 'list', '--all')).map(({ problem }) => problem)).toEqual(['upload/alone'])
  })

  test('comes to the submission that names it later, also after somebody has seen it', async () => {
    const bytes = await upload('late.txt')
    await arrive(home.home, bytes, 'open')
    await follow()
    await arrive(home.home, await question([{ bytes, name: 'late.txt' }]), 'open')
    await say('import')
    const [asked] = await listed('inquiry', 'list')
    const folder = join(home.home.folder, '..', 'saved')
    expect(await say('inquiry', 'show', asked?.inquiry ?? '', '--save', folder)).toContain('saved')
    expect(readFileSync(join(folder, `${asked?.inquiry}-1.txt`), 'utf8')).toBe('late.txt')
    expect((await home.satchel(['verify'])).out).not.toContain('WRONG')
    expect((await follow()).map(said => said.split(':')[0])).toEqual(['inquiry list'])
  })
})

test('an answer whose files have not come sends nobody to an import, keeps those that are here, and is imported once they come', async () => {
  const [here, late] = [await upload('here.txt'), await upload('not-yet.txt')]
  await arrive(home.home, here, 'open')
  await arrive(
    home.home,
    await question([
      { bytes: here, name: 'here.txt' },
      { bytes: late, name: 'not-yet.txt' },
    ]),
    'open',
  )
  await say('import')
  const queues = (await home.satchel(['--json', 'status'])).json<{ queues: { queue: string; count: number }[] }>()
    .queues
  expect(
    queues.filter(({ queue }) => /waiting|quarantined/.test(queue)).map(({ queue, count }) => `${queue} ${count}`),
  ).toEqual(['waiting items 0', 'waiting for files 2', 'quarantined items 0'])
  expect(await follow()).toEqual([])
  await arrive(home.home, late, 'open')
  expect((await follow()).map(said => said.split(':')[0])).toEqual(['import', 'inquiry list'])
})

test('files that no import takes, replies that are held, letters that fail: each ends with what a person does', async () => {
  writeFileSync(join(home.inbox, 'huge.bin'), Buffer.alloc(limits.itemBytes + 1))
  byHand.import = async () => {
    await say('import')
    rmSync(join(home.inbox, 'huge.bin'), { force: true })
  }
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  home.drop('reply.sexp', replyTo(packet, { set: { born: '1981-02-03', note: 'Grows beans' } }))
  home.drop('words.txt', 'no form at all')
  await home.rows(
    "update letter set letter_status = 'queued', letter_sent = null where letter_id = (select min(letter_id) from letter)",
  )
  await home.rows(
    "update letter set letter_status = 'failed', letter_problem = 'smtp/refused' where letter_id = (select min(letter_id) from letter)",
  )
  const done = await follow()
  for (const command of ['letter list', 'review list', 'quarantine list', 'import', 'send']) {
    expect(done.map(said => said.split(':')[0])).toContain(command)
  }
  expect((await home.satchel(['verify'])).out).not.toContain('WRONG')
})

test('a letter that failed is tried again where a person wants that, and one that was put off is no advice before its time', async () => {
  await home.rows(
    "update letter set letter_status = 'queued', letter_sent = null where letter_id = (select max(letter_id) from letter)",
  )
  await home.rows(
    "update letter set letter_status = 'failed', letter_problem = 'smtp/refused' where letter_id = (select max(letter_id) from letter)",
  )
  const [stuck] = await listed('letter', 'list')
  expect(await say('letter', 'retry', (stuck?.letter ?? '').toUpperCase())).toBe('1 waiting again: satchel send\n')
  expect((await next())[0]).toMatchObject({ why: '1 letter to send' })
  await home.rows("update letter set letter_next = now() + interval '1 hour' where letter_status = 'queued'")
  expect(await follow()).toEqual([])
  const again = await home.satchel(['letter', 'retry', 'letter-1'])
  expect([again.code, again.err]).toMatchObject([2, expect.stringContaining('(letter/not-stuck)')])
})

test('a mail in the mailbox is no work for an import, which says so; what next says instead takes it', async () => {
  const answer = home
    .letters(mails.anna)
    .flatMap(({ html }) => linksIn(html).filter(({ to }) => to.startsWith('core+')))[0]
  if (answer === undefined) throw new Error('no letter has an answer link')
  deliverTo(home, await mailOf({ from: mails.anna, to: answer.to, subject: answer.subject, text: answer.body }))
  const imported = await home.satchel(['import'])
  expect([imported.code, imported.err]).toEqual([
    0,
    'nothing was there to import; mail is read by: satchel run --once\n',
  ])
  expect((await home.satchel(['import', '--help'])).out).toContain('satchel run --once')
  expect(await next()).toContainEqual(
    expect.objectContaining({ why: '1 mail in the mailbox to import', command: expect.stringMatching(/ run --once$/) }),
  )
  expect(await say('run', '--once')).toContain('1 mail taken')
  expect((await next()).some(({ why }) => why.includes('mailbox'))).toBe(false)
})
