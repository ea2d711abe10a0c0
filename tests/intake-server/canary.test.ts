// Plaintext of a submission lies nowhere on the host: a canary goes through every route, and everything that the process could
// have written to is searched.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type RunningIntake, startIntake } from '../helpers/intake.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { exchange, heldIn, multipart, postBody, postForm, publicHalves, shownBefore } from './posts.ts'

let keys: TestKeys
let intake: RunningIntake
let temporary: string

beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
})

afterEach(async () => {
  await intake.close()
  rmSync(temporary, { recursive: true })
})

const canary = 'Kanarienvogel7f3a'
/** The same in every coat that the way to the disk could give it: base64 at each of its three positions. */
const coats = [
  canary,
  ...[0, 1, 2].map(shift =>
    Buffer.from(`${' '.repeat(shift)}${canary}`)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  ),
]

function contents(folder: string): Buffer {
  return Buffer.concat(
    readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap(entry => {
      const path = join(entry.parentPath, entry.name)
      return [Buffer.from(path), entry.isFile() ? readFileSync(path) : Buffer.alloc(0)]
    }),
  )
}

test('a canary through every route lies in no file, in no name and in no log, while and after it is taken', async () => {
  temporary = mkdtempSync(join(tmpdir(), 'satchel-canary-'))
  intake = await startIntake({
    keys: publicHalves(keys),
    env: { TMPDIR: temporary, NODE_COMPILE_CACHE: join(temporary, 'cache') },
  })
  const { url } = intake
  const big = new Uint8Array(Buffer.from(`${canary} `.repeat(60_000)))
  const fields = { [canary]: canary, email: `${canary}@b.example`, message: canary, shown: shownBefore() }
  const statuses = [
    await postForm(`${url}/update?${canary}`, fields, { 'User-Agent': canary, Referer: `http://${canary}/` }),
    await postForm(`${url}/unsubscribe/${canary}`, fields),
    await postForm(`${url}/unsubscribe`, fields),
    await postForm(`${url}/inquiry`, fields),
    await postBody(`${url}/inquiry`, multipart({ ...fields, files: [big, canary] })),
    await postForm(`${url}/reply`, fields),
    await postBody(`${url}/reply`, `(satchel-reply "${canary}")`, 'text/plain'),
    await postBody(`${url}/reply`, multipart({ [canary]: canary, photo: [big], file: [canary] })),
    // and what is refused
    await postForm(`${url}/reply`, { [canary]: '' }),
    await postBody(`${url}/reply`, canary, `image/${canary}`),
    await postBody(`${url}/reply`, canary.repeat(100_000), 'text/plain'),
    await postForm(`${url}/${canary}`, fields),
  ].map(({ status }) => status)
  expect(statuses).toEqual([303, 200, 200, 303, 303, 303, 201, 303, 400, 400, 413, 404])
  await exchange(url, `${canary} ${canary}\r\n\r\n`)
  const [head, half] = [
    `POST /reply HTTP/1.1\r\nHost: ${canary}\r\nContent-Length: 99\r\nConnection: close\r\n\r\n`,
    canary,
  ]
  const { connect } = await import('node:net')
  await new Promise<void>(resolve => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(head + half, () => socket.destroy()),
    )
    socket.once('close', () => resolve())
  })
  const held = await heldIn(intake.spool, keys)
  expect(held.filter(each => each.submission !== undefined)).toHaveLength(8)
  expect(held.filter(each => each.upload !== undefined)).toHaveLength(3)
  const before = [contents(join(intake.home, '..')), contents(temporary), Buffer.from(intake.log())]
  await intake.stop()
  for (const [place, bytes] of [...before, contents(join(intake.home, '..')), Buffer.from(intake.log())].entries()) {
    for (const coat of coats) expect(bytes.includes(coat), `place ${place}, ${coat}`).toBe(false)
  }
})
