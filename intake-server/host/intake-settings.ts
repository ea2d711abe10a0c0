// Configuration: intake.json in the home folder. Untrusted becomes trusted here, once, with all faults together; unknown keys
// are faults. Checked by hand: the public host carries no more packages than it needs.

import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { isPlainAddress } from '@satchel/protocol/mail-address'
import { pools } from '@satchel/protocol/spool/spool-layout'
import { problem } from '../problems.ts'
import { languages as known } from '../words/page-words.ts'

export type Address = { readonly host: string; readonly port: number } | { readonly path: string }
type PoolNumbers = Readonly<Record<(typeof pools)[number], number>>

export interface IntakeSettings {
  readonly organisation: string
  /** Origin under which visitors reach it, without a slash at the end. */
  readonly publicUrl: string
  readonly listen: Address
  /** Where the core pulls from: another address than visitors use. */
  readonly pullListen: Address | null
  /** Shown as "write to us". */
  readonly mail: string | null
  /** Absolute. */
  readonly spool: string
  /** Address of the proxy whose last X-Forwarded-For entry is believed; "unix" where it comes through a Unix socket. */
  readonly trustedProxy: string | null
  /** In order; the first is for visitors who read none of them. */
  readonly languages: readonly string[]
  readonly spoolBytes: PoolNumbers
  readonly spoolItems: PoolNumbers
  readonly diskReserveBytes: number
  readonly doneDays: number
}

const mib = 1024 * 1024
const defaults = {
  spoolBytes: { reply: 2048 * mib, unsubscribe: 256 * mib, open: 1024 * mib },
  spoolItems: { reply: 200_000, unsubscribe: 50_000, open: 50_000 },
}

const keys = [
  'organisation',
  'publicUrl',
  'listen',
  'pullListen',
  'mail',
  'spool',
  'trustedProxy',
  'languages',
  'spoolBytes',
  'spoolItems',
  'diskReserveBytes',
  'doneDays',
] as const

type Raw = Readonly<Record<string, unknown>>
type Fault = (what: string) => void

/** Where the home folder is: --home, else SATCHEL_INTAKE_HOME, else ./intake. Absolute. */
export function intakeHome(option: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(option ?? env.SATCHEL_INTAKE_HOME ?? 'intake')
}

/** @throws Problem intake/no-settings, intake/settings-wrong with every fault. */
export function readIntakeSettings(home: string): IntakeSettings {
  const file = join(home, 'intake.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw problem('intake/no-settings', `There is no readable ${file}.`, {
      hint: ['docs/intake.md shows one to begin with', '--home FOLDER or SATCHEL_INTAKE_HOME names another folder'],
      cause,
    })
  }
  return checkIntakeSettings(parseObject(text, file), home, file)
}

function parseObject(text: string, file: string): Raw {
  try {
    const raw: unknown = JSON.parse(text)
    if (isObject(raw)) return raw
  } catch {
    // said below, without the parser's message, which would quote the file
  }
  throw problem('intake/settings-wrong', `${file} is not a JSON object.`, { hint: 'correct the file by hand' })
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Checks raw settings as a whole. @param source named in the message. @throws Problem intake/settings-wrong. */
export function checkIntakeSettings(raw: Raw, home: string, source: string): IntakeSettings {
  const faults: string[] = []
  for (const key of Object.keys(raw)) if (!keys.some(each => each === key)) faults.push(`${key}: no such setting`)
  const at = (key: (typeof keys)[number]) => ({
    value: raw[key],
    fault: (what: string) => void faults.push(`${key} ${what}`),
  })
  const settings: IntakeSettings = {
    organisation: text(at('organisation'), 100) ?? missing(at('organisation')),
    publicUrl: origin(at('publicUrl')),
    listen: address(at('listen')) ?? missingAddress(at('listen')),
    pullListen: address(at('pullListen')),
    mail: mail(at('mail')),
    spool: resolve(home, text(at('spool'), 4096) ?? 'spool'),
    trustedProxy: proxy(at('trustedProxy')),
    languages: languages(at('languages')),
    spoolBytes: numbers(at('spoolBytes'), defaults.spoolBytes),
    spoolItems: numbers(at('spoolItems'), defaults.spoolItems),
    diskReserveBytes: whole(at('diskReserveBytes'), 512 * mib, 0),
    doneDays: whole(at('doneDays'), 30, 1),
  }
  if (settings.pullListen !== null && sameAddress(settings.listen, settings.pullListen)) {
    faults.push('pullListen must be another address than listen')
  }
  if (faults.length === 0) return settings
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
  throw problem('intake/settings-wrong', `${source} has ${count}: ${faults.join('; ')}.`, { hint: `mend ${source}` })
}

interface Given {
  readonly value: unknown
  readonly fault: Fault
}

function text({ value, fault }: Given, most: number): string | null {
  if (value === undefined) return null
  if (typeof value === 'string' && value.trim() !== '' && value.length <= most && !/\p{Cc}/u.test(value)) return value
  fault(`must be a text of 1 to ${most} characters`)
  return null
}

function missing({ value, fault }: Given): string {
  if (value === undefined) fault('is missing')
  return ''
}

function missingAddress({ value, fault }: Given): Address {
  if (value === undefined) fault('is missing: like "127.0.0.1:8080" or "unix:/run/satchel-intake/web.sock"')
  return { path: '' }
}

function origin({ value, fault }: Given): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  const isLocal = url !== null && /^(localhost|127\.[0-9.]+|\[::1\])$/.test(url.hostname)
  const isPlain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (url !== null && isPlain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) return url.origin
  fault('must be like "https://intake.example.org", without a path (http only for this machine)')
  return ''
}

/** "HOST:PORT" with an IP address, "unix:/path". A port of 0 is any free one. */
function address({ value, fault }: Given): Address | null {
  if (value === undefined) return null
  const path = typeof value === 'string' ? /^unix:(\/.{1,106})$/.exec(value)?.[1] : undefined
  if (path !== undefined) return { path }
  const [, host = '', port = ''] =
    typeof value === 'string' ? (/^\[?([0-9a-fA-F.:]+?)\]?:([0-9]{1,5})$/.exec(value) ?? []) : []
  if (isIP(host) !== 0 && Number(port) <= 65_535) return { host, port: Number(port) }
  fault('must be like "127.0.0.1:8080", "[::1]:8080" or "unix:/run/satchel-intake/web.sock"')
  return null
}

const sameAddress = (one: Address, other: Address): boolean =>
  'path' in one
    ? 'path' in other && one.path === other.path
    : 'host' in other && one.host === other.host && one.port === other.port && one.port !== 0

function mail({ value, fault }: Given): string | null {
  if (value === undefined) return null
  // it stands in a mailto link, where ? and & begin something else
  if (typeof value === 'string' && isPlainAddress(value) && !/[?&']/.test(value)) return value
  fault('must be one plain e-mail address')
  return null
}

function proxy({ value, fault }: Given): string | null {
  if (value === undefined) return null
  if (typeof value === 'string' && (value === 'unix' || isIP(value) !== 0)) return value
  fault('must be the IP address of the proxy, or "unix"')
  return null
}

function languages({ value, fault }: Given): readonly string[] {
  if (value === undefined) return known
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const named = list.filter(each => typeof each === 'string' && known.includes(each)) as string[]
  if (named.length > 0 && named.length === list.length && new Set(named).size === named.length) return named
  fault(`must be a list out of ${known.join(', ')}`)
  return known
}

function whole({ value, fault }: Given, otherwise: number, least: number): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
  fault(`must be a whole number from ${least}`)
  return otherwise
}

function numbers({ value, fault }: Given, otherwise: PoolNumbers): PoolNumbers {
  if (value === undefined) return otherwise
  if (!isObject(value) || Object.keys(value).some(key => !pools.some(pool => pool === key))) {
    fault(`must be an object with ${pools.join(', ')}`)
    return otherwise
  }
  const given = value
  const of = (pool: (typeof pools)[number]) =>
    whole({ value: given[pool], fault: what => fault(`of ${pool} ${what}`) }, otherwise[pool], 0)
  return { reply: of('reply'), unsubscribe: of('unsubscribe'), open: of('open') }
}
