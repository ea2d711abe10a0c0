// A submission names its files by their hashes, and may name anything that waits. Only uploads become files of it; what else it
// names is imported as if nobody had named it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { itemName } from '@satchel/protocol/spool/item-name'
import { printUpload } from '@satchel/protocol/messages/upload'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, makeHome, mails, replyTo, sealedReply, sealedSubmission, type TestHome } from '../helpers/home.ts'

const people = ['N1', 'N2']
let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  expect(await home.satchel(['dispatch', ...people, '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
})
afterAll(() => home.close())

const answer = (index: number, note: string) => {
  const packet = home.packets(mails.anna)[index]
  if (packet === undefined) throw new Error('no packet')
  return replyTo(packet, { set: { note } })
}

/** A question that anybody can seal, with files of their choice. */
async function ask(files: readonly { readonly bytes: Uint8Array; readonly name: string; readonly type?: string }[]) {
  const named = files.map(({ bytes, name, type = 'text/plain' }) => ({ name, type, sha256: itemName(bytes) }))
  await arrive(
    home.home,
    await sealedSubmission(home.home, { kind: 'inquiry', fields: [['message', 'Hello']], files: named }),
    'open',
  )
}

async function upload(name: string): Promise<Uint8Array> {
  const keys = ['core-public.asc', 'recovery-public.asc'].map(file =>
    readPublicKey(readFileSync(join(home.home.keys, file), 'utf8')),
  )
  const text = printUpload({ version: 1, name, type: 'text/plain', bytes: Buffer.from(`of ${name}`) })
  return seal(text, await Promise.all(keys), { now: new Date() })
}

const attached = () =>
  home.rows('select item_file_name as name, item_state as state from item_file join item on item_id = item_file_upload')

test("a colleague's reply that a submission names as its file is imported as usual", async () => {
  const [open, sealed] = [answer(0, 'Open'), await sealedReply(home.home, answer(1, 'Sealed'))]
  await ask([
    { bytes: Buffer.from(open), name: 'a' },
    { bytes: sealed, name: 'b' },
  ])
  home.drop('reply.sexp', open)
  await arrive(home.home, sealed)
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({
    noted: 1,
    imported: 2,
    attached: 0,
    after: 0,
  })
  expect(await home.rows('select person_note as note from person order by person_note')).toEqual([
    { note: 'Open' },
    { note: 'Sealed' },
  ])
  expect(await attached()).toEqual([])
  expect((await home.satchel(['verify'])).out).not.toContain('WRONG')
})

test('an upload goes to the submission that says of it what it says of itself', async () => {
  const [mine, other] = [await upload('mine.txt'), await upload('other.txt')]
  await arrive(home.home, mine, 'open')
  await arrive(home.home, other, 'open')
  await ask([
    { bytes: mine, name: 'mine.txt' },
    { bytes: other, name: 'guessed.txt' },
  ])
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({
    noted: 1,
    attached: 1,
    quarantined: 1,
    after: 0,
  })
  expect(await attached()).toEqual([{ name: 'mine.txt', state: 'attached' }])
  await ask([{ bytes: other, name: 'other.txt' }])
  // it ended in the run that showed it to be alone: this one has it, and does not count it once more
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ noted: 1, attached: 0, after: 0 })
  expect(await attached()).toHaveLength(2)
  expect((await home.satchel(['quarantine', 'list'])).out).toBe('Nothing in quarantine waits for you.\n')
  expect((await home.satchel(['verify'])).out).not.toContain('WRONG')
})
