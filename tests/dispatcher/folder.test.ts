import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { scanFolder, watchFolder } from '@satchel/dispatcher/watched-folder'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const now = new Date('2026-11-22T10:00:00Z')
const options = { maxBytes: 10, now, quietMs: 1000 }

let root: string
let inbox: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-folder-'))
  inbox = join(root, 'inbox')
  mkdirSync(inbox)
})

afterEach(() => rmSync(root, { recursive: true }))

function put(name: string, ageMs = 60_000, content = 'x'): string {
  const path = join(inbox, name)
  writeFileSync(path, content)
  const time = new Date(now.getTime() - ageMs)
  utimesSync(path, time, time)
  return path
}

const namesOf = async (more = {}) =>
  (await scanFolder(inbox, { ...options, ...more })).files.map(file => basename(file.path))

describe('looking into a folder', () => {
  test('finds whole files, oldest first, with their sizes', async () => {
    put('b.sexp', 3000, 'bb')
    put('a.sexp', 2000)
    put('c.sexp', 4000)
    expect(await namesOf()).toEqual(['c.sexp', 'b.sexp', 'a.sexp'])
    const { files, passedOver } = await scanFolder(inbox, options)
    expect(files[1]).toEqual({ path: join(inbox, 'b.sexp'), size: 2 })
    expect(passedOver).toEqual([])
  })

  test('does not see half-copied and hidden files', async () => {
    for (const name of ['a.part', 'a.PART', 'a.tmp', '.hidden', 'a.swp', 'a~', 'a.filepart', 'a.crdownload']) put(name)
    expect(await scanFolder(inbox, options)).toEqual({ files: [], passedOver: [], growing: 0 })
  })

  test('waits until a file has been quiet for long enough, unless its clock is ahead of ours', async () => {
    put('quiet', 1000)
    put('growing', 999)
    put('ahead', -3_600_000)
    expect(await namesOf()).toEqual(['quiet', 'ahead'])
  })

  test('says what it passed over: too large, a link, a pipe', async () => {
    put('largest', 5000, 'x'.repeat(10))
    put('larger', 5000, 'x'.repeat(11))
    symlinkSync('/etc/passwd', join(inbox, 'link'))
    symlinkSync(join(inbox, 'nowhere'), join(inbox, 'dangling'))
    execFileSync('mkfifo', [join(inbox, 'pipe')])
    const { files, passedOver } = await scanFolder(inbox, options)
    expect(files.map(file => basename(file.path))).toEqual(['largest'])
    expect(passedOver.map(each => basename(each.path)).sort()).toEqual(['dangling', 'larger', 'link', 'pipe'])
    for (const { path, reason } of passedOver) expect(reason).toContain(path)
  })

  test('does not go into folders in it', async () => {
    mkdirSync(join(inbox, 'deep'))
    writeFileSync(join(inbox, 'deep', 'a'), 'x')
    expect(await scanFolder(inbox, options)).toEqual({ files: [], passedOver: [], growing: 0 })
  })

  test('that is not there finds nothing; one that is a file is a problem', async () => {
    expect(await scanFolder(join(root, 'stick'), options)).toEqual({ files: [], passedOver: [], growing: 0 })
    writeFileSync(join(root, 'file'), '')
    await expect(scanFolder(join(root, 'file'), options)).rejects.toMatchObject({ code: 'folder/not-readable' })
  })

  test.skipIf(process.getuid?.() !== 0)(
    'says what it may not read, instead of stopping (needs root to become nobody)',
    () => {
      const path = put('secret')
      execFileSync('chmod', ['0755', root, inbox])
      execFileSync('chmod', ['0600', path])
      put('open')
      const script = `
      import { scanFolder } from ${JSON.stringify(join(import.meta.dirname, '../../dispatcher/watched-folder.ts'))}
      process.setgid(65534); process.setuid(65534)
      const scan = await scanFolder(process.argv[1], { maxBytes: 10, now: new Date('2026-11-22T10:00:00Z'), quietMs: 0 })
      process.stdout.write(JSON.stringify(scan))`
      const args = ['--conditions=satchel-source', '--input-type=module-typescript', '-e', script, inbox]
      const scan = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Awaited<
        ReturnType<typeof scanFolder>
      >
      expect(scan.files.map(file => basename(file.path))).toEqual(['open'])
      expect(scan.passedOver).toEqual([{ path, reason: `${path} cannot be read` }])
    },
  )
})

describe('watching a folder', () => {
  let stop: AbortController
  let watching: Promise<void>
  let looks: number
  let wake: () => void

  function watch(folder = inbox): void {
    looks = 0
    wake = () => undefined
    stop = new AbortController()
    watching = watchFolder(
      folder,
      () => {
        looks++
        wake()
      },
      stop.signal,
    )
  }

  /** Resolves at the next call to look, at which a condition holds. The test's own time limit is the deadline. */
  async function looked(holds: () => boolean = () => true): Promise<void> {
    do {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    } while (!holds())
  }

  const stopped = async () => {
    stop.abort()
    await watching
  }

  test('calls at the beginning, then for each file that comes', async () => {
    watch()
    await looked()
    const next = looked()
    writeFileSync(join(inbox, 'a'), 'x')
    await next
    await stopped()
  })

  test('calls for a file that is written slowly only when it is whole', async () => {
    watch()
    await looked()
    const file = openSync(join(inbox, 'slow'), 'w')
    let isWhole = false
    const growing = setInterval(() => appendFileSync(join(inbox, 'slow'), 'x'.repeat(100)), 60)
    const ended = setTimeout(() => {
      clearInterval(growing)
      isWhole = true
    }, 900)
    await looked()
    expect(isWhole).toBe(true)
    closeSync(file)
    clearTimeout(ended)
    await stopped()
  })

  test('calls for a file that gets its final name, not while it is .part', async () => {
    watch()
    await looked()
    let isFinal = false
    writeFileSync(join(inbox, 'a.part'), 'x')
    setTimeout(() => {
      isFinal = true
      renameSync(join(inbox, 'a.part'), join(inbox, 'a'))
    }, 700)
    await looked()
    expect(isFinal).toBe(true)
    await stopped()
  })

  test.each([
    ['removed and made again', () => rmSync(inbox, { recursive: true })],
    ['renamed away and made again', () => renameSync(inbox, join(root, 'away'))],
    ['gone with the folder above it', () => rmSync(root, { recursive: true })],
  ])('goes on when it is %s', async (_, vanish) => {
    watch()
    await looked()
    vanish()
    const again = looked()
    mkdirSync(inbox, { recursive: true })
    await again
    const next = looked()
    writeFileSync(join(inbox, 'a'), 'x')
    await next
    await stopped()
  })

  test('begins when the folder is made', async () => {
    const later = join(root, 'stick', 'inbox')
    watch(later)
    const made = looked()
    mkdirSync(later, { recursive: true })
    await made
    const next = looked()
    writeFileSync(join(later, 'a'), 'x')
    await next
    await stopped()
  })

  test('ends with the signal, at once where it was given before, and is silent then', async () => {
    watch()
    await looked()
    await stopped()
    const before = looks
    writeFileSync(join(inbox, 'a'), 'x')
    await watchFolder(inbox, () => looks++, AbortSignal.abort())
    expect(looks).toBe(before)
  })
})
