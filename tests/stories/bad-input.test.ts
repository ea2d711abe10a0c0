// What comes wrong from outside: one clear sentence, a hint, the right exit code; nothing is lost, and the next item is imported.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { othersMayRun } from '../helpers/command.ts'
import { withClient } from '../helpers/database.ts'
import { mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'

let home: TestHome
let packets: readonly Packet[]
beforeAll(async () => {
  home = await makeHome()
  const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']
  for (const hid of people) await home.person(hid)
  expect(await home.satchel(['dispatch', ...people, '--to', 'anna'])).toMatchObject({ code: 0, err: '' })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0, err: '' })
  packets = home.packets(mails.anna)
})
afterAll(() => home.close())

function packetAt(index: number): Packet {
  const packet = packets[index]
  if (packet === undefined) throw new Error(`no packet ${index}`)
  return packet
}

const good = (index: number) => replyTo(packetAt(index), { set: { note: `note ${index}` } })
const inboxEmpty = () => expect(readdirSync(home.inbox)).toEqual([])

describe('hostile items', () => {
  test('Q4: end in quarantine each with its reason, are never said back, and the good one among them is imported', async () => {
    const [first, second] = [packetAt(0), packetAt(1)]
    const letter = home.letters(mails.anna).find(({ file }) => file.includes(first.id))
    if (letter === undefined) throw new Error('no letter')
    const reply = good(0)
    const word = 'Geheimnis'
    const hostile: Record<string, string | Uint8Array> = {
      empty: '',
      nothing: new Uint8Array(1000),
      words: `Dear all, ${word}`,
      noise: new Uint8Array(2000).map((_, index) => (index * 7919 + 13) % 256),
      deep: '(satchel-reply '.repeat(10_000),
      cut: reply.slice(0, -20),
      utf8: Buffer.concat([
        Buffer.from('(satchel-reply (token "'),
        Buffer.from([0xff, 0xc0, 0x80]),
        Buffer.from('"))'),
      ]),
      nul: reply.replace('note 0', 'a\u0000b'),
      bell: reply.replace('note 0', 'a\u001b]0;owned\u0007b'),
      twice: reply.replace('(sequence 1)', '(sequence 1) (sequence 2)'),
      unknown: reply.replace('(sequence 1)', `(sequence 1) (no-such-part "${word}")`),
      never: reply.replace('(sequence 1)', '(sequence 1001)'),
      guess: reply.replace(first.token, 'Z'.repeat(26)),
      other: reply.replace(first.id, second.id),
      epoch: reply.replace(`(epoch ${first.epoch})`, `(epoch ${first.epoch + 1})`),
      packet: attachmentOf(letter, '.sexp'),
      armour: `-----BEGIN PGP MESSAGE-----\n\n${Buffer.from(word).toString('base64')}\n-----END PGP MESSAGE-----\n`,
      sealed: (await sealedReply(home.home, reply)).slice(0, -40),
      inside: await sealedReply(home.home, `not an answer: ${word}`),
      form: `[form]\ncall-report 99 ${first.id} en\n\n[token]\n${first.token}\n\n[end]\n`,
    }
    for (const [name, content] of Object.entries(hostile)) home.drop(name, content)
    home.drop('good', reply)
    const imported = await home.satchel(['import', '--json'])
    const count = Object.keys(hostile).length
    expect([imported.code, imported.err.includes('bug')]).toEqual([3, false])
    expect(imported.json()).toMatchObject({ pulled: count + 1, imported: 1, quarantined: count, after: 0 })
    const codes = await home.rows<{ problem: string; message: string }>(
      "select item_problem as problem, item_message as message from item where item_state = 'quarantined'",
    )
    expect(new Set(codes.map(row => row.problem))).toContain('token/not-known')
    expect(new Set(codes.map(row => row.problem))).toContain('token/other-packet')
    expect(new Set(codes.map(row => row.problem))).toContain('item/not-a-reply')
    const said = imported.err + JSON.stringify(codes)
    for (const secret of [word, 'owned', first.token]) expect(said).not.toContain(secret)
    // oxlint-disable-next-line no-control-regex
    expect(imported.err).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/)
    inboxEmpty()
  })

  test('a field named constructor is a field like another that is not in the form', async () => {
    home.drop('proto', good(1).replace('(field note', '(field constructor "y") (field note'))
    const imported = await home.satchel(['import', '--json'])
    expect(imported.err).toBe('')
    const outcomes = await home.rows("select change_outcome from change where change_slot = 'field/constructor'")
    expect(outcomes).toEqual([{ change_outcome: 'refused' }])
  })

  test('what is no plain file, or larger than the limit, stays in the inbox with a word; the next is imported', async () => {
    symlinkSync('/etc/passwd', join(home.inbox, 'link\u001b[31m'))
    mkdirSync(join(home.inbox, 'folder'))
    home.drop('.hidden', 'x')
    writeFileSync(join(home.inbox, 'half.part'), 'x')
    home.drop('over', new Uint8Array(limits.itemBytes + 1).fill(65))
    home.drop('limit', new Uint8Array(limits.itemBytes).fill(65))
    home.drop('good', good(2))
    const imported = await home.satchel(['import', '--json'])
    expect(imported.code).toBe(3)
    expect(imported.json()).toMatchObject({ pulled: 2, imported: 1, quarantined: 1 })
    expect(imported.err).toContain(`over is larger than ${limits.itemBytes} bytes`)
    expect(imported.err).toContain('is no plain file')
    expect(imported.err).not.toContain('\u001b')
    expect(readdirSync(home.inbox).sort()).toEqual(['.hidden', 'folder', 'half.part', 'link\u001b[31m', 'over'].sort())
    for (const name of readdirSync(home.inbox)) execFileSync('rm', ['-r', join(home.inbox, name)])
    const list = (await home.satchel(['quarantine', 'list'])).out
    expect(list).not.toContain('\u001b')
  })
})

describe('two at once', () => {
  test('H4: a watching import takes what is dropped while it runs, keeps others out, and Ctrl-C ends it', async () => {
    const watching = home.start(['import', '--watch'])
    await watching.until(/watching /)
    const second = await home.satchel(['import'])
    expect([second.code, second.out]).toEqual([11, ''])
    expect(second.err).toMatch(/^satchel: Another import is under way\. \(run\/locked\)\nhint: /)
    home.drop('late', good(3))
    await watching.until(/Run \d+: 0 waiting \+ 1 pulled = 1 imported \+ 0 waiting\./)
    watching.child.kill('SIGINT')
    const ended = await watching.ended
    expect([ended.code, ended.signal, ended.err.includes('bug')]).toEqual([0, null, false])
    inboxEmpty()
  })

  test('Ctrl-C during a run ends it after the item under way; the rest waits for the next', async () => {
    for (const name of ['a', 'b', 'c']) home.drop(name, `no reply ${name}`)
    home.drop('d', good(4))
    const ended = await withClient(home.database.url('satchel'), async client => {
      await client.query('begin; lock table item in exclusive mode')
      const running = home.start(['import', '--json'])
      for (;;) {
        const { rows } = await client.query("select from pg_locks where not granted and relation = 'item'::regclass")
        if (rows.length > 0) break
        await new Promise(resolve => setImmediate(resolve))
      }
      running.child.kill('SIGINT')
      await client.query('commit')
      return running.ended
    })
    expect(ended.signal).toBeNull()
    expect(ended.json()).toMatchObject({ balanced: true, after: 4 })
    expect(ended.code).toBe(130)
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ before: 4, quarantined: 3, imported: 1 })
  })
})

/** Somebody who is not root and can reach the test cluster: behind a private socket only its owner can. */
function somebody(): { readonly uid: number; readonly gid: number } {
  const socket = new URL(inject('cluster').superUrl).searchParams.get('host')
  const { uid, gid } = socket === null ? { uid: 65_534, gid: 65_534 } : statSync(socket)
  return { uid, gid }
}

const canMount = (() => {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe('a full disk', () => {
  async function onSmallDisk(folder: string, work: (grow: () => void) => Promise<void>): Promise<void> {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k,mode=700', 'none', folder])
    try {
      await work(() => void execFileSync('mount', ['-o', 'remount,size=8m', folder]))
    } finally {
      execFileSync('umount', [folder])
    }
  }

  test.skipIf(!canMount)(
    'under the spool stops the import with a hint, loses nothing, and later it works',
    async () => {
      const copy = await makeHome({ from: home })
      try {
        await onSmallDisk(join(copy.home.spool, 'folder'), async grow => {
          copy.drop('large', 'x'.repeat(300_000))
          copy.drop('good', good(5))
          const full = await copy.satchel(['import'])
          expect([full.code, full.out]).toEqual([10, ''])
          expect(full.err).toMatch(/^satchel: The disk is full.*\(disk\/full\)\nhint: make room/)
          expect(readdirSync(copy.inbox)).toContain('large')
          expect(readdirSync(join(copy.home.spool, 'folder/tmp'))).toEqual([])
          grow()
          const after = await copy.satchel(['import', '--json'])
          expect(after.json()).toMatchObject({ imported: 1, quarantined: 1, after: 0 })
          expect(readdirSync(copy.inbox)).toEqual([])
        })
      } finally {
        await copy.close()
      }
    },
  )

  test.skipIf(!canMount)('under the mailboxes keeps the letter in the outbox until there is room', async () => {
    const copy = await makeHome({ from: home })
    try {
      await onSmallDisk(copy.home.mail, async grow => {
        writeFileSync(join(copy.home.mail, 'filler'), new Uint8Array(110_000))
        expect(await copy.satchel(['dispatch', 'P1', '--to', 'baraka']).then(one => one.code)).toBe(2)
        expect(await copy.satchel(['dispatch', 'P1', '--to', 'grace'])).toMatchObject({ code: 0, err: '' })
        const full = await copy.satchel(['send'])
        expect(full.code).toBe(10)
        expect(full.err).toContain('(disk/full)')
        const queued = await copy.rows(
          "select letter_to from letter where letter_status = 'queued' and letter_kind = 'packet'",
        )
        expect(queued).toEqual([{ letter_to: mails.grace }])
        grow()
        expect(await copy.satchel(['send'])).toMatchObject({ code: 0, err: '' })
        expect(copy.packets(mails.grace)).toHaveLength(1)
      })
    } finally {
      await copy.close()
    }
  })
})

describe('folders that cannot be used', () => {
  test('an inbox that is a file, and mailboxes that are one, are named with what to do', async () => {
    const copy = await makeHome({ from: home })
    try {
      writeFileSync(join(copy.home.folder, 'no-folder'), '')
      const unread = await copy.satchel(['import'], { env: { SATCHEL_INBOX: 'no-folder' } })
      expect(unread.code).toBe(2)
      expect(unread.err).toMatch(/^satchel: The folder .*no-folder cannot be read\. \(folder\/not-readable\)\n/)
      expect(await copy.satchel(['dispatch', 'P1', '--to', 'grace'])).toMatchObject({ code: 0, err: '' })
      execFileSync('rm', ['-r', copy.home.mail])
      writeFileSync(copy.home.mail, '')
      const unsent = await copy.satchel(['send'])
      expect(unsent.code).toBe(2)
      expect(unsent.err).toMatch(/^satchel: .*mail.* cannot be used: .*\(home\/not-writable\)\nhint: /)
      expect(
        await copy.rows("select 1 from letter where letter_status = 'queued' and letter_kind = 'packet'"),
      ).toHaveLength(1)
    } finally {
      await copy.close()
    }
  })

  test.skipIf(!othersMayRun)('a file that this user may not read stays, and the next is imported', async () => {
    const copy = await makeHome({ from: home })
    try {
      copy.drop('good', good(5))
      const user = somebody()
      execFileSync('chmod', ['711', join(copy.home.folder, '..')])
      execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, copy.home.folder])
      writeFileSync(join(copy.inbox, 'roots'), 'x', { mode: 0o600 })
      const imported = await copy.process(['import', '--json'], user)
      expect(imported.err).toContain('roots cannot be read')
      expect(imported.json()).toMatchObject({ pulled: 1, imported: 1 })
      expect(readdirSync(copy.inbox)).toEqual(['roots'])
      execFileSync('chmod', ['000', copy.inbox])
      const closed = await copy.process(['import'], user)
      expect(closed.code).toBe(2)
      expect(closed.err).toContain('(folder/not-readable)')
    } finally {
      await copy.close()
    }
  })
})

test('an item whose file was changed or lost in the spool is said so, and the others are imported', async () => {
  const copy = await makeHome({ from: home })
  try {
    const contents = [good(4), good(5), replyTo(packetAt(3), { set: { note: 'again' } })]
    contents.forEach((content, index) => copy.drop(`file-${index}`, content))
    const killed = await copy.process(['import'], { env: { SATCHEL_CRASH_AT: 'import/tried' } })
    expect(killed.signal).toBe('SIGKILL')
    const folder = join(copy.home.spool, 'folder/new/reply')
    const [changed = '', lost = ''] = contents.map(content =>
      readdirSync(folder).find(name => readFileSync(join(folder, name), 'utf8') === content),
    )
    writeFileSync(join(folder, changed), 'something else')
    rmSync(join(folder, lost))
    const imported = await copy.satchel(['import', '--json'])
    expect(imported.json()).toMatchObject({ before: 3, imported: 1, quarantined: 2, after: 0, balanced: true })
    const problems = await copy.rows(
      "select item_problem as problem from item where item_problem like 'spool/%' order by 1",
    )
    expect(problems).toEqual([{ problem: 'spool/changed' }, { problem: 'spool/missing' }])
  } finally {
    await copy.close()
  }
})
