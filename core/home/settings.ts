// Configuration: satchel.json in the home folder, each key also as an environment variable. Untrusted becomes trusted here,
// once, with all faults together; unknown keys are faults.

import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { brandOf, faintPairs, sayFaint } from '@satchel/forms/look/brand'
import { isColour } from '@satchel/forms/look/colour'
import { isPlainAddress } from '@satchel/protocol/mail-address'
import { z } from 'zod'
import { type Home, writePrivate } from './home.ts'
import { problem } from '../problems/problems.ts'

const address = z.string().refine(isPlainAddress, 'must be one plain e-mail address, like core@example.org')

/** In the environment: separated by spaces. */
const list = z.preprocess(
  value => (typeof value === 'string' ? value.split(/\s+/).filter(word => word !== '') : value),
  z.array(z.string().min(1)),
)

const colour = z.string().refine(isColour, 'must be like #14605a')

function isZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const Fields = z.strictObject({
  /** Shown in letters and forms. */
  organisation: z.string().min(1).max(100),
  /** The organisation's own colour in letters and on pages, and the same by night, which follows from it where it is not set. */
  accent: colour.optional(),
  accentDark: colour.optional(),
  /** File of the logo on pages, relative to the home folder. */
  logo: z.string().min(1).optional(),
  /** The sender's address of letters, to which text forms are mailed back. */
  mail: address,
  /** Completes phone numbers in national form: "+256". Empty: they stay as they are. */
  callingCode: z
    .string()
    .regex(/^(\+[1-9][0-9]{0,3})?$/, 'must be like +256')
    .default(''),
  /** Where the organisation is, like Africa/Kampala: it says which day an answer came on. Without it: as this computer says. */
  timezone: z
    .string()
    .refine(isZone, 'must be the name of a time zone, like Africa/Kampala')
    // no default is made here: asking the system takes longer than all other settings together
    .optional(),
  /** Where who works with packets reaches the office. Without it: the number of the colleague who sends one. */
  officePhone: z
    .string()
    .regex(/^\+?[0-9][0-9 ()./-]{2,30}$/, 'must be a telephone number, like +256 700 000 010')
    .optional(),
  /** An outside PostgreSQL >= 15. Without it the embedded one runs. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** System user of the embedded server where Satchel runs as root. */
  osUser: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,30}$/, 'must be the name of a system user')
    .default('satchel'),
  /** Staff member on whose behalf commands at this keyboard act. */
  operator: z.string().min(1).default('office'),
  /** The public intake, like https://intake.example.org; HTML forms post to its page reply. */
  intakeUrl: z.url({ protocol: /^https?$/ }).optional(),
  intakeReceiptKey: z.string().min(1).optional(),
  /** Folder that replies are dropped into, relative to the home folder. */
  inbox: z.string().min(1).default('inbox'),
  /** "local": who can write into the inbox is one of us, so replies from it are strong evidence. */
  inboxTrust: z.enum(['local', 'none']).default('local'),
  /** A Maildir that mail for us comes into, relative to the home folder. Without it: our own mailbox in mail/. */
  mailIn: z.string().min(1).optional(),
  /** The account whose INBOX mail for us comes into: imaps://user@imap.example.org. */
  imapUrl: z.url({ protocol: /^imaps?$/ }).optional(),
  imapPasswordFile: z.string().min(1).optional(),
  /** "local": who can write into the mailbox is one of us. Never for a mailbox that the world can write to. */
  mailTrust: z.enum(['local', 'none']).optional(),
  /** Our own mail servers, as they call themselves in Authentication-Results; nobody else's word counts. */
  mailServers: list.default([]),
  /** Certificates of authorities that the mail servers are trusted by, besides the usual ones; PEM. */
  mailCaFile: z.string().min(1).optional(),
  /** How letters leave: smtps://user@host or smtp://user@host:587. Without it: into mailboxes under mail/. */
  smtpUrl: z.url({ protocol: /^smtps?$/ }).optional(),
  smtpPasswordFile: z.string().min(1).optional(),
  /** Letters in an hour; the rest waits. */
  smtpPerHour: z.coerce.number().int().min(1).max(1_000_000).default(500),
  /** Where the intakes' private listeners are: http://10.1.0.2:8081, unix:/run/intake.sock, or a folder. */
  intakes: list.default([]),
  /** Where the office console listens: an address and port of this computer, or unix:/PATH. */
  consoleListen: z.string().min(1).default('127.0.0.1:8480'),
  /** TLS and certificates on this computer, too, where others work on it. */
  consoleTls: z.stringbool().or(z.boolean()).default(false),
  /** How browsers call the console, where that is another address: https://console.kilimo.internal. */
  consoleUrl: z.url({ protocol: /^https$/ }).optional(),
  /** The console's own certificate and its key, PEM, relative to the home folder. Without them it makes one for itself. */
  consoleCertFile: z.string().min(1).optional(),
  consoleKeyFile: z.string().min(1).optional(),
  /** Seconds between two rounds of satchel run. */
  everySeconds: z.coerce.number().int().min(1).max(86_400).default(60),
  /** Whether people's own forms leave: readable, for a person has no key and no phrase with us. `sealed`: the answer is sealed in the page. */
  ownForms: z.enum(['plain', 'sealed', 'none']).default('plain'),
  /** How long a packet may be answered, in days. */
  packetDays: z.coerce.number().int().min(1).max(365).default(30),
  /** Days that items stay in the spool after their import. */
  keepDays: z.coerce.number().int().min(1).max(3650).default(30),
})

const Settings = Fields.superRefine(({ accent, accentDark, ownForms, intakeUrl, intakeReceiptKey }, faults) => {
  if (ownForms === 'sealed' && (intakeUrl === undefined || intakeReceiptKey === undefined)) {
    const message = 'sealed needs intakeUrl and intakeReceiptKey: its page sends to the intake alone'
    faults.addIssue({ code: 'custom', path: ['ownForms'], message })
  }
  if (accent === undefined && accentDark === undefined) return
  const faint = accent === undefined ? [] : faintPairs(brandOf(accent, accentDark)).map(sayFaint)
  const found = accent === undefined ? ['needs accent, the colour by day'] : faint
  const path = [faint.some(each => each.startsWith('by day')) ? 'accent' : 'accentDark']
  for (const message of found) faults.addIssue({ code: 'custom', path, message })
})

export type Settings = z.infer<typeof Settings>

/** Our own mailbox on disk can be written by us alone; any other only where the operator says so. */
export function mailTrust(settings: Settings): 'local' | 'none' {
  return settings.mailTrust ?? (settings.imapUrl === undefined && settings.mailIn === undefined ? 'local' : 'none')
}

/** A page of the public intake; null where there is none. */
export function intakePage(settings: Settings, page: string): string | null {
  if (settings.intakeUrl === undefined) return null
  return new URL(page, settings.intakeUrl.endsWith('/') ? settings.intakeUrl : `${settings.intakeUrl}/`).href
}

/** Key as an environment variable: packetDays is SATCHEL_PACKET_DAYS. */
export function variableOf(key: string): string {
  return `SATCHEL_${key.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

/** Where the home folder is: --home, else SATCHEL_HOME, else ./.satchel. Absolute. */
export function homeFolder(option: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(option ?? env.SATCHEL_HOME ?? '.satchel')
}

/** Checks raw settings as a whole. @throws Problem config/wrong that lists every fault. */
export function checkSettings(raw: unknown, source: string): Settings {
  const parsed = Settings.safeParse(raw)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(issue =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: no such setting`
      : `${issue.path.join('.') || 'file'}: ${issue.message}`,
  )
  throw problem(
    'config/wrong',
    `${source} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults.join('; ')}.`,
    {
      hint: `mend ${source}, or the environment variable of that key (${variableOf('packetDays')} is packetDays)`,
    },
  )
}

/** Reads satchel.json as it is, unchecked. @throws Problem home/missing, config/wrong. */
export function readRaw(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not an object')
    return Object.fromEntries(Object.entries(value))
  } catch (error) {
    if (error instanceof SyntaxError) {
      // the parser's own message would quote the file, which may hold a password
      throw problem('config/wrong', `${file} is not a JSON object.`, { hint: 'correct the file by hand', cause: error })
    }
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')))
      throw error
    throw problem('home/missing', `There is no Satchel home folder at ${dirname(file)}.`, {
      hint: ['satchel init makes one', '--home FOLDER or SATCHEL_HOME names another'],
      cause: error,
    })
  }
}

/** Reads satchel.json and the environment. @throws Problem home/missing, config/wrong. */
export function readSettings(home: string, env: NodeJS.ProcessEnv): Settings {
  const file = join(home, 'satchel.json')
  const raw = readRaw(file)
  for (const key of Object.keys(Fields.shape)) {
    const value = env[variableOf(key)] ?? (key === 'databaseUrl' ? env.DATABASE_URL : undefined)
    if (value !== undefined && value !== '') raw[key] = value
  }
  return checkSettings(raw, file)
}

/** Puts settings into satchel.json, checked together with the others; undefined takes one out. @throws Problem config/wrong. */
export function writeSettings(home: Home, changes: Readonly<Partial<Record<keyof Settings, unknown>>>): void {
  const raw = { ...readRaw(home.settingsFile), ...changes }
  checkSettings(raw, home.settingsFile)
  writePrivate(home.settingsFile, `${JSON.stringify(raw, null, 2)}\n`)
}
