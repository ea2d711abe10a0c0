// `satchel-intake check`: proves configuration, keys, disk, clock and host before `serve`. Every finding is said, not the first
// only.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '@satchel/protocol/problem'
import { receiptKeyText } from '@satchel/protocol/messages/receipt-sign'
import { openSpool } from '@satchel/protocol/spool/spool'
import { problem } from '../problems.ts'
import { endsSoon, readPublicKeys, readPullKey } from '../host/public-keys.ts'
import { receiptKey } from '../receive/receipt-key.ts'
import { type IntakeSettings, readIntakeSettings } from '../host/intake-settings.ts'

export interface CheckWorld {
  readonly home: string
  readonly now: () => Date
  /** Where the kernel says what it does with memory: /proc. */
  readonly proc: string
  /** One finding a call. */
  readonly say: (line: string) => void
}

interface Finding {
  readonly says: string
  readonly hints?: readonly string[]
}

/** @returns exit code: 0, or that of the first finding that is wrong. */
export async function check(world: CheckWorld): Promise<number> {
  const { say } = world
  let code = 0
  const prove = async (what: string, work: () => Finding | Promise<Finding>): Promise<boolean> => {
    try {
      const { says, hints = [] } = await work()
      say(`ok    ${what}: ${says}`)
      for (const hint of hints) say(`      hint: ${hint}`)
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      code = code === 0 ? error.exit : code
      say(`WRONG ${what}: ${error.message} [${error.code}]`)
      for (const hint of error.hints) say(`      hint: ${hint}`)
      return false
    }
  }
  let settings: IntakeSettings | null = null
  await prove('settings', () => {
    settings = readIntakeSettings(world.home)
    return aboutSettings(settings)
  })
  await prove('clock', () => aboutClock(world))
  await prove('keys', () => aboutKeys(world))
  const known = settings as IntakeSettings | null
  if (known !== null && known.pullListen !== null) {
    await prove('pull key', () => {
      readPullKey(world.home)
      return { says: 'a public Ed25519 key' }
    })
  }
  await prove('receipt key', async () => {
    const key = await receiptKey(world.home)
    return { says: 'made on this host', hints: [`the core's setting intakeReceiptKey is ${receiptKeyText(key)}`] }
  })
  if (known !== null) await prove('disk', () => aboutDisk(known))
  await prove('memory', () => aboutMemory(world.proc))
  return code
}

function aboutSettings(settings: IntakeSettings): Finding {
  const isLocal = 'path' in settings.listen || /^(127\.|::1$)/.test(settings.listen.host)
  return {
    says: `visitors come to ${settings.publicUrl}`,
    hints: [
      ...(isLocal && settings.trustedProxy === null
        ? ['behind a proxy, set trustedProxy to its address (or "unix"): without it all visitors count as one network']
        : []),
      ...(settings.pullListen === null ? ['pullListen is not set: the core gets items by folder only'] : []),
    ],
  }
}

/** Nothing here was written in the future, nor before there was this program. */
function aboutClock({ home, now }: CheckWorld): Finding {
  const at = now()
  const newest = ['intake.json', 'keys', 'live-tokens', 'pull-state']
    .map(name => join(home, name))
    .filter(existsSync)
    .map(path => statSync(path).mtimeMs)
  if (at.getUTCFullYear() < 2025 || Math.max(0, ...newest) > at.getTime() + 300_000) {
    throw problem(
      'intake/clock',
      `The clock says ${at.toISOString().slice(0, 16)}Z, which is before files here were written.`,
      {
        hint: 'set the clock, and let it be kept by NTP',
      },
    )
  }
  return { says: `${at.toISOString().slice(0, 16)}Z` }
}

async function aboutKeys({ home, now }: CheckWorld): Promise<Finding> {
  const keys = await readPublicKeys(home, now())
  const recipients = await keys.recipients(now())
  const ids = recipients.map(key => key.getKeyID().toHex().toUpperCase()).join(' and ')
  const days = await keys.daysLeft(now())
  const hints = endsSoon(days) ? [`they end in ${Math.floor(days)} days: bring keys/core-next.asc from the core`] : []
  return { says: `everything is sealed to ${ids}`, hints }
}

/** Writes, syncs and removes a file where items grow. */
async function aboutDisk(settings: IntakeSettings): Promise<Finding> {
  const probe = join(settings.spool, 'tmp', `check-${randomBytes(6).toString('hex')}`)
  try {
    await openSpool(settings.spool)
    mkdirSync(join(settings.spool, 'tmp'), { recursive: true })
    writeFileSync(probe, Buffer.alloc(4096), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (error instanceof Problem) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw problem('intake/busy', `Nothing can be written to ${settings.spool} (${code}).`, {
      hint: 'the spool belongs to whoever runs satchel-intake, and needs room',
      cause: error,
    })
  }
  rmSync(probe)
  const { bavail, bsize } = statfsSync(settings.spool)
  const free = bavail * bsize
  if (free <= settings.diskReserveBytes) {
    throw problem('intake/busy', `The disk of the spool has less free than diskReserveBytes.`, { hint: 'make room' })
  }
  const mib = 1024 * 1024
  const quotas = Object.values(settings.spoolBytes).reduce((sum, bytes) => sum + bytes, 0)
  const hints =
    free - settings.diskReserveBytes < quotas ? ['the disk is smaller than the quotas of spoolBytes together'] : []
  return { says: `${Math.floor(free / mib)} MiB free`, hints }
}

/** A visitor's words must not reach the disk through the kernel, nor through Node's own reports. */
function aboutMemory(proc: string): Finding {
  const { report } = process
  if (report.reportOnFatalError || report.reportOnUncaughtException || report.reportOnSignal) {
    throw problem('intake/not-safe', 'Node would write reports of its own.', {
      hint: 'remove --report-... from NODE_OPTIONS',
    })
  }
  const limits = readProc(join(proc, 'self/limits'))
  if (limits === null) return { says: 'not known on this system', hints: ['switch core dumps and plain swap off'] }
  const core = /^Max core file size\s+(\S+)/m.exec(limits)?.[1]
  if (core !== '0') {
    throw problem('intake/not-safe', 'A crash would write the memory of the process to the disk.', {
      hint: 'LimitCORE=0 in the unit file, or ulimit -c 0 before the start',
    })
  }
  const swaps = (readProc(join(proc, 'swaps')) ?? '').trim().split('\n').slice(1)
  const isPlain = swaps.some(line => !/^\/dev\/(zram|dm-|mapper)/.test(line))
  const hints = isPlain
    ? ['there is swap that may not be encrypted: switch it off, or MemorySwapMax=0 in the unit file']
    : []
  return { says: 'no core dumps, no reports', hints }
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
