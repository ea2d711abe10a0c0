// P6: the connection to the database is lost in the very COMMIT, so that nobody knows whether it counted. A relay between the
// program and PostgreSQL passes the COMMIT on and never brings the answer.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fillForm, mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { tablesOf } from '../helpers/state.ts'

let prepared: TestHome
let expected: Record<string, readonly string[]>
let relay: Server | undefined
beforeAll(async () => {
  prepared = await makeHome()
  for (const hid of ['P1', 'P2']) await prepared.person(hid)
  await prepared.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'])
  await prepared.satchel(['send'])
  const [two, one] = prepared.packets(mails.anna)
  const [letter] = prepared.letters(mails.anna)
  if (one === undefined || two === undefined || letter === undefined) throw new Error('no packets')
  prepared.drop(
    '1.txt',
    fillForm(attachmentOf(letter, '.txt'), { 'Given name': 'James', 'Date of birth': '1970-01-02' }),
  )
  prepared.drop('2.pgp', await sealedReply(prepared.home, replyTo(two, { set: { note: 'Grows beans' } })))
  const whole = await makeHome({ from: prepared })
  await finish(whole)
  expected = await tablesOf(whole)
  await whole.close()
})
afterEach(() => new Promise<void>(resolve => (relay === undefined ? resolve() : relay.close(() => resolve()))))
afterAll(() => prepared.close())

async function finish(home: TestHome): Promise<void> {
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ after: 0, balanced: true })
  expect((await home.satchel(['send'])).code).toBe(0)
}

/** Where the server of a connection string listens. */
function serverOf(url: string): { readonly path: string } | { readonly host: string; readonly port: number } {
  const parsed = new URL(url)
  const folder = parsed.searchParams.get('host')
  const port = parsed.searchParams.get('port') ?? (parsed.port === '' ? '5432' : parsed.port)
  return folder === null ? { host: parsed.hostname, port: Number(port) } : { path: `${folder}/.s.PGSQL.${port}` }
}

/** Passes everything on, but for the answer to the n-th COMMIT of the import's login, or its n-th BEGIN, with which the line is cut. @returns the address for the program. */
async function listen(
  home: TestHome,
  nth: number,
  word = 'commit',
): Promise<{ readonly url: string; readonly wasLost: () => boolean }> {
  const url = home.database.url('satchel')
  let times = 0
  let isLost = false
  const server = createServer((client: Socket) => {
    const upstream = connect(serverOf(url))
    let isImport = false
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    client.on('data', bytes => {
      if (bytes.includes('satchel_import')) isImport = true
      const isMeant = isImport && bytes.toString('latin1', 0, 1) === 'Q' && bytes.includes(`${word}\0`)
      if (isMeant && ++times === nth) {
        isLost = true
        if (word === 'begin') return end()
        // PostgreSQL gets it, finishes, and finds nobody to tell
        upstream.removeAllListeners('data')
        upstream.once('data', end)
      }
      upstream.write(bytes)
    })
    upstream.on('data', bytes => void client.write(bytes))
  })
  relay = server
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const relayed = new URL(url)
  relayed.search = ''
  relayed.hostname = '127.0.0.1'
  relayed.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  return { url: relayed.href, wasLost: () => isLost }
}

test.each([
  ['of two replies together', 1, false],
  // what stopped the program before is tried alone
  ['of the first of two alone', 1, true],
  ['of the second of two alone', 2, true],
] as const)('P6: the answer to the COMMIT %s is lost: it counts once all the same', async (_, nth, isAlone) => {
  const home = await makeHome({ from: prepared })
  try {
    if (isAlone) await home.process(['import'], { env: { SATCHEL_CRASH_AT: 'import/tried' } })
    const lost = await listen(home, nth)
    const cut = await home.satchel(['import'], { env: { SATCHEL_DATABASE_URL: lost.url } })
    expect(lost.wasLost()).toBe(true)
    expect([cut.code, cut.err]).toEqual([10, expect.stringContaining('database/unreachable')])
    await finish(home)
    expect(await tablesOf(home)).toEqual(expected)
  } finally {
    await home.close()
  }
})

test('a connection that is lost again and again is no fault of the items: none is put aside for it', async () => {
  const home = await makeHome({ from: prepared })
  try {
    for (let time = 0; time < 6; time++) {
      const lost = await listen(home, 1, 'begin')
      const cut = await home.satchel(['import'], { env: { SATCHEL_DATABASE_URL: lost.url } })
      expect([cut.code, lost.wasLost()], cut.err).toEqual([10, true])
      await new Promise<void>(resolve => (relay === undefined ? resolve() : relay.close(() => resolve())))
      const tries = await home.rows<{ n: number }>('select sum(item_attempts)::int as n from item')
      expect(tries).toEqual([{ n: 0 }])
    }
    await finish(home)
    expect(await tablesOf(home)).toEqual(expected)
  } finally {
    await home.close()
  }
})
