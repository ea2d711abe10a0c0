// What a host with an old Node says: which Node is needed and where it comes from, not how its parser failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const launcher = join(root, 'intake-server/bin/satchel-intake.cjs')

/** Starts the launcher on a Node that says of itself that it is another. */
function startOn(version: string) {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-old-node-'))
  const pretend = join(folder, 'pretend.cjs')
  writeFileSync(
    pretend,
    `Object.defineProperty(process, 'versions', { value: Object.assign({}, process.versions, { node: '${version}' }) })`,
  )
  try {
    return spawnSync(process.execPath, ['--require', pretend, launcher, '--help'], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('an old Node is told which one is needed and where to get it, and nothing else', () => {
  for (const version of ['0.10.48', '8.17.0', '12.22.12', '20.20.2', '23.11.1']) {
    const { status, stdout, stderr } = startOn(version)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(
      `satchel-intake: Node 24 or newer is needed, and this is Node ${version}.\n` +
        'hint: get Node 24 from https://nodejs.org/en/download, then run the same command again\n',
    )
  }
})

test('the Node that is needed starts it', () => {
  const { status, stdout, stderr } = startOn(process.versions.node)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('satchel-intake serve')
})

const newer = /\b(const|let|class|import|export|async|await)\b|=>|`|\?\.|\?\?|\.\.\.|\bof\b|node:/

test('the launcher holds no syntax that an old Node cannot read, and is no module', () => {
  const code = readFileSync(launcher, 'utf8').replace(/^(#!|\/\/).*$/gm, '')
  expect(newer.exec(code)?.[0]).toBeUndefined()
  expect(launcher).toMatch(/\.cjs$/)
})

test('the launcher of the core waits for no module at its top, which Node 12 cannot read', () => {
  const code = readFileSync(join(root, 'core/cli/satchel.mjs'), 'utf8').replace(/\/\/.*$/gm, '')
  expect(code).not.toMatch(/\bawait\b|\?\.|\?\?/)
})
