// The organisation's colour and logo: set by one command, checked before anything is written, seen on the pages that leave.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pngOf } from '../forms/pictures.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})

const settings = () => readFileSync(home.home.settingsFile, 'utf8')
const picture = (bytes: Uint8Array, name = 'our.png') => {
  const file = join(home.home.folder, name)
  writeFileSync(file, bytes)
  return file
}
const look = (...options: readonly string[]) => home.satchel(['--json', 'look', ...options])
const problemOf = async (...options: readonly string[]) => {
  const before = settings()
  const ended = await look(...options)
  expect([ended.code, settings()]).toEqual([2, before])
  return ended.json<{ problem: { code: string; message: string; hints: readonly string[] } }>().problem
}

describe('a colour', () => {
  test('too faint by day is refused: which pair, by how much, and what would do', async () => {
    const { code, message, hints } = await problemOf('--accent', '#ffcc00')
    expect(code).toBe('look/too-faint')
    expect(message).toContain('by day, the colour as text on the page: 1.3, where 4.5 is needed')
    const like = /^(#[0-9a-f]{6}) is dark enough/.exec(hints[0] ?? '')?.[1] ?? ''
    expect((await look('--accent', like, '--dry-run')).code).toBe(0)
  })

  test('too faint by night is refused, and without it one is made', async () => {
    const { code, message } = await problemOf('--accent', '#7a1f5c', '--accent-dark', '#7a1f5c')
    expect([code, message]).toEqual(['look/too-faint', expect.stringContaining('by night, the colour as text')])
    expect((await look('--accent', '#7a1f5c')).json()).toMatchObject({ light: { accent: '#7a1f5c' }, changed: true })
    expect(JSON.parse(settings())).toMatchObject({ accent: '#7a1f5c' })
  })

  test('that somebody wrote into the settings by hand is checked as well', async () => {
    writeFileSync(home.home.settingsFile, JSON.stringify({ ...JSON.parse(settings()), accent: '#ffcc00' }))
    const ended = await home.satchel(['status'])
    expect([ended.code, ended.err]).toEqual([
      2,
      expect.stringContaining('accent: by day, the colour as text on the page'),
    ])
  })

  test('is a colour, and a dry run changes nothing', async () => {
    expect((await problemOf('--accent', 'red')).message).toContain('like #14605a')
    const before = settings()
    expect((await look('--accent', '#7a1f5c', '--logo', picture(pngOf(9, 9)), '--dry-run')).code).toBe(0)
    expect([settings(), existsSync(join(home.home.folder, 'logo.png'))]).toEqual([before, false])
  })
})

describe('a logo', () => {
  test('is copied into the home folder and stands on the pages that leave; colours alike', async () => {
    await home.person('P900', 'anna')
    expect((await look('--accent', '#7a1f5c', '--logo', picture(pngOf(120, 40)))).code).toBe(0)
    expect((await home.satchel(['--as', 'grace', 'form', 'P900'])).code).toBe(0)
    expect((await home.satchel(['send'])).code).toBe(0)
    const [letter] = home.letters('jimmy@example.org')
    const page = [...(letter?.attachments ?? [])].find(([name]) => name.endsWith('.html'))?.[1] ?? ''
    expect(page).toContain(`src="data:image/png;base64,${pngOf(120, 40).toString('base64').replaceAll('=', '&#x3D;')}"`)
    expect(page).toMatch(/img-src data:; /)
    expect(page).toContain('--accent:#7a1f5c')
    // and out again
    expect((await look('--reset')).json()).toMatchObject({ logo: null, isOwn: false })
    expect(JSON.parse(settings())).not.toHaveProperty('logo')
  })

  test('that is no PNG or JPEG, or is too large, is refused', async () => {
    const svg = picture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'logo.svg')
    expect(await problemOf('--logo', svg)).toMatchObject({ code: 'look/not-a-logo' })
    const large = picture(Buffer.concat([pngOf(9, 9), Buffer.alloc(40_000)]))
    expect(await problemOf('--logo', large)).toMatchObject({ code: 'look/not-a-logo' })
    expect(await problemOf('--logo', '/nowhere.png')).toMatchObject({ code: 'usage/wrong' })
  })

  test('that has gone keeps no letter back, and is said', async () => {
    await home.person('P900', 'anna')
    writeFileSync(home.home.settingsFile, JSON.stringify({ ...JSON.parse(settings()), logo: 'gone.png' }))
    expect((await home.satchel(['--as', 'grace', 'form', 'P900'])).code).toBe(0)
    expect((await look()).json()).toMatchObject({ logo: null, logoFault: expect.stringContaining('no file') })
    expect((await home.satchel(['next'])).out).toMatch(/ look\n/)
  })
})
