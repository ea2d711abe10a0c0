// Somebody stops some letters and keeps the others, over real processes: the office names a purpose, the intake's page offers it, the no
// counts for it alone, and one letter confirms it in words. Then the same without a network, on a stick.

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Channels, openChannels } from '../helpers/channels.ts'

const jimmy = 'jimmy@example.org'
let channels: Channels
let link: string
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2'])
  const word = ['consent', 'purpose', 'training', '--label', 'en=Training days near you', 'sw=Siku za mafunzo']
  await channels.satchel('--as', 'grace', ...word)
  await channels.satchel('form', 'P1')
  await channels.satchel('send')
  const letter = channels.home.letters(jimmy).find(({ file }) => file.startsWith('packet-'))
  link = /<(http[^>]+)>/.exec(letter?.headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
})
afterAll(() => channels.close())

const page = async () => (await fetch(`${channels.intake().url}/unsubscribe?lang=sw`)).text()
/** The answers on file, as the office sees them. */
const said = async () =>
  (await channels.home.satchel(['--as', 'grace', 'consent', 'show', jimmy, '--json'])).json<{
    mayWrite: boolean
    history: { purpose: string; given: boolean }[]
  }>()

test('the page offers what the core told it at its last pull; choosing it stops that alone, and a letter says so', async () => {
  expect(await page()).not.toContain('Siku za mafunzo')
  await channels.satchel('pull')
  // the intake looks at its list every few seconds
  await expect.poll(page, { timeout: 30_000 }).toContain('Siku za mafunzo')
  const chosen = await fetch(`${link}?some=1`, { method: 'POST', body: new URLSearchParams({ purpose: 'training' }) })
  expect([chosen.status, await chosen.text()]).toEqual([
    200,
    expect.stringContaining('You get no more of these letters'),
  ])
  expect(await channels.round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
  const { mayWrite, history } = await said()
  expect(mayWrite).toBe(true)
  expect(history).toContainEqual(expect.objectContaining({ purpose: 'training', given: false }))
  expect(history.some(({ purpose }) => purpose === 'all')).toBe(false)
  const letter = channels.home.letters(jimmy).find(({ file }) => file.startsWith('notice-unsubscribed-'))
  expect(letter?.text).toContain('Training days near you')
})

test('a purpose that ended is offered no more', async () => {
  await channels.satchel('--as', 'grace', 'consent', 'purpose', 'training', '--end')
  await channels.satchel('pull')
  await expect.poll(page, { timeout: 30_000 }).not.toContain('Siku za mafunzo')
})

test('a stick carries the list, too', async () => {
  const stick = mkdtempSync(join(tmpdir(), 'satchel-stick-'))
  try {
    const { spool } = channels.intake()
    cpSync(spool, stick, { recursive: true })
    await channels.satchel('--as', 'grace', 'consent', 'purpose', 'prices', '--label', 'en=Prices', 'sw=Bei za mazao')
    await channels.satchel('pull', stick)
    const lists = readdirSync(join(stick, 'settle')).filter(file => file.includes('.purposes'))
    expect(lists.length).toBeGreaterThan(0)
    cpSync(join(stick, 'settle'), join(spool, 'settle'), { recursive: true })
    await channels.restart()
    await expect.poll(page, { timeout: 60_000 }).toContain('Bei za mazao')
  } finally {
    rmSync(stick, { recursive: true, force: true })
  }
})
