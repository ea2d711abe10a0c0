// The package for the public host: installed without a network into an empty folder, it starts alone and takes a post.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeIntakeHome } from '../helpers/intake.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { heldIn, postForm, publicHalves } from './posts.ts'

const root = join(import.meta.dirname, '../..')
let keys: TestKeys
let folder: string
let host: string

const npm = (args: readonly string[], cwd: string) =>
  execFileSync('npm', [...args, '--silent', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim()

beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
  folder = mkdtempSync(join(tmpdir(), 'satchel-pack-'))
  const script = [join(root, 'intake-server/commands/pack.ts'), folder]
  const made = execFileSync(process.execPath, ['--conditions=satchel-source', ...script], { encoding: 'utf8' }).trim()
  host = join(folder, 'host')
  mkdirSync(host)
  // what a registry would give, taken from what is installed here
  const { dependencies } = JSON.parse(
    execFileSync('tar', ['xzOf', made, 'package/package.json'], { encoding: 'utf8' }),
  ) as {
    dependencies: Record<string, string>
  }
  const given = Object.keys(dependencies).map(name => {
    const copy = join(folder, 'from', name)
    cpSync(join(root, 'node_modules', name), copy, { recursive: true })
    // an old npm builds a folder before it packs it, whatever it is told
    const { scripts: _scripts, ...manifest } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest))
    return join(folder, npm(['pack', copy, '--pack-destination', folder], folder))
  })
  writeFileSync(join(host, 'package.json'), '{ "private": true }')
  npm(['install', '--offline', made, ...given], host)
})

afterAll(() => rmSync(folder, { recursive: true }))

test('holds nothing that opens an item, and of other people’s code only two packages', () => {
  const installed = join(host, 'node_modules/satchel-intake')
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })
  expect(files).toContain('dist/bin/cli.js')
  expect(files.filter(file => /envelope-open|database|\.ts$|\.map$/.test(file))).toEqual([])
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { dependencies: object }
  expect(Object.entries(dependencies).map(([name, version]) => `${name} ${version}`)).toEqual([
    'openpgp 6.3.2',
    's-expression 3.1.1',
  ])
})

test('starts alone, takes a post and stops', async () => {
  const home = writeIntakeHome({ keys: publicHalves(keys), home: join(folder, 'home') })
  const program = join(host, 'node_modules/.bin/satchel-intake')
  const env = { PATH: process.env.PATH ?? '' }
  const checked = execFileSync(process.execPath, [program, 'check', '--home', home], {
    env,
    cwd: '/',
    encoding: 'utf8',
  })
  expect(checked).not.toContain('WRONG')
  const child = spawn(process.execPath, [program, 'serve', '--home', home], {
    env,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise(resolve => child.once('close', resolve))
  try {
    let log = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
    await expect.poll(() => log, { timeout: 60_000 }).toContain('"event":"ready"')
    const listen = /"listen":"([^"]+)"/.exec(log)?.[1] ?? ''
    expect((await postForm(`http://${listen}/reply`, { token: 'x', note: 'from afar' })).status).toBe(303)
    expect((await heldIn(join(home, 'spool'), keys)).map(({ submission }) => submission?.fields[1])).toEqual([
      ['note', 'from afar'],
    ])
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toBe(0)
})
