// satchel verify: walks database, spools, audit and keys, and says of each whether it is what it should be. Changes nothing but
// that it seals the audit's finished rows.

import { readFile } from 'node:fs/promises'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { itemName } from '@satchel/protocol/spool/item-name'
import { Problem } from '@satchel/protocol/problem'
import { readItem, type Spool } from '@satchel/protocol/spool/spool'
import { z } from 'zod'
import { readAddedFiles } from '../db/added-files.ts'
import { ranAdded } from '../db/calls/own.ts'
import type { Database } from '../db/database.ts'
import { attachmentPath, findItem, openSpools, type Spools } from '../home/item-spools.ts'
import { corePrivateKey, earlierKeys, sealingKeys } from '../keys/core-keys.ts'
import { listKeys } from '../keys/list-keys.ts'
import { letterKeyFiles, readLetterKey } from '../keys/letter-keys.ts'
import { addressMark } from '../keys/keyed-marks.ts'
import { pullKey } from '../keys/pull-key.ts'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import {
  auditFaults,
  itemsWithFiles,
  stateFaults,
  sealAudit,
  talkativeLog,
  unansweredReplies,
  unbalancedRuns,
  valueFaults,
} from '../db/calls/installation.ts'

const Finding = z.object({
  what: z.string(),
  /** `nag`: nothing is wrong, but something should be done. */
  state: z.enum(['ok', 'wrong', 'nag']),
  says: z.string(),
})
type Finding = z.infer<typeof Finding>

const pageSize = 500

/** Every check, also after one that failed. */
export const verifyInstallation = useCase(z.object({}), z.array(Finding), async (context, _input, reporter) => {
  const progress = (what: string) => reporter.step(what)
  const findings: Finding[] = [...(await verifyKeys(context))]
  await context.asStaff(async database => {
    progress('runs')
    findings.push(await verifyRuns(database))
    progress('items and replies')
    findings.push(await verifyLives(database))
    progress('acknowledgements')
    findings.push(await verifyAnswers(database))
    progress('spools')
    findings.push(await verifyFiles(database, context, progress))
    progress('audit')
    findings.push(await verifyAudit(database))
    progress('money and days')
    findings.push(await verifyValues(database))
    findings.push(await verifyLog(database))
  })
  findings.push(await verifyOwnTables(context))
  return findings
})

const finding = (what: string, wrong: readonly string[], good: string): Finding =>
  wrong.length === 0
    ? { what, state: 'ok', says: good }
    : {
        what,
        state: 'wrong',
        says: `${wrong.slice(0, 5).join('; ')}${wrong.length > 5 ? `; and ${wrong.length - 5} more` : ''}`,
      }

async function verifyRuns(database: Database): Promise<Finding> {
  const rows = await database.run(unbalancedRuns, {})
  return finding(
    'import runs',
    rows.map(row => `run ${row.run} does not add up`),
    'every run adds up',
  )
}

async function verifyLives(database: Database): Promise<Finding> {
  const rows = await database.run(stateFaults, {})
  return finding(
    'items and replies',
    rows.map(row => `${row.fault} (${row.number})`),
    'what became of items, replies and slots fits together',
  )
}

async function verifyAnswers(database: Database): Promise<Finding> {
  const rows = await database.run(unansweredReplies, {})
  const wrong = rows.map(row => `a reply to packet ${row.packet} was never acknowledged`)
  return finding('acknowledgements', wrong, 'every reply has its acknowledgement')
}

async function verifyAudit(database: Database): Promise<Finding> {
  const { sealed } = await database.run(sealAudit, {})
  const faults = await database.run(auditFaults, {})
  const wrong = faults.map(row => `${row.fault} at row ${row.row ?? '?'}`)
  return finding('audit', wrong, `nothing was changed since it was sealed; ${sealed ?? 0} rows sealed now`)
}

/** Money and days that were there before their checks: nothing stops, and somebody should put them right. */
async function verifyValues(database: Database): Promise<Finding> {
  const rows = await database.run(valueFaults, { limit: 20 })
  const what = 'money and days'
  if (rows.length === 0)
    return { what, state: 'ok', says: 'currencies, amounts, lines and days are such as the tables take' }
  const named = rows.slice(0, 5).map(({ record, fault }) => `${record}: ${fault}`)
  const more = (rows[0]?.count ?? 0) - named.length
  return { what, state: 'nag', says: `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}. Put them right` }
}

/** Files of the home folder that did not run, or not with this text, and those that the folder lacks. */
async function verifyOwnTables(context: Context): Promise<Finding> {
  const ran = await context.asOwner(database => database.run(ranAdded, {}))
  const texts = new Map(readAddedFiles(context.home.sql).map(({ name, text }) => [name, text]))
  const wrong = ran.flatMap(({ name, text }) => {
    if (!texts.has(name)) return [`sql/${name}.sql is gone from the home folder: satchel db migrate writes it again`]
    return texts.get(name) === text ? [] : [`sql/${name}.sql ran with other text: move it away, and satchel db migrate`]
  })
  const names = new Set(ran.map(({ name }) => name))
  const waiting = [...texts.keys()].filter(name => !names.has(name))
  return finding(
    'tables of your own',
    [...wrong, ...waiting.map(name => `sql/${name}.sql did not run yet: satchel db migrate`)],
    'the home folder has each file that made them, as it ran',
  )
}

/** An outside server's log is its administrator's to set: what is refused there would be written down with people's values. */
async function verifyLog(database: Database): Promise<Finding> {
  const rows = await database.run(talkativeLog, {})
  const what = "the server's log"
  if (rows.length === 0) return { what, state: 'ok', says: 'no values of people are written into it' }
  const settings = rows.map(row => `${row.setting} is ${row.value}`).join(', ')
  return {
    what,
    state: 'nag',
    says: `values of people can get into it: ${settings}; docs/database.md says what to set`,
  }
}

/** Every file that waits, is in quarantine or is attached must be there, byte by byte. */
async function verifyFiles(database: Database, context: Context, progress: (what: string) => void): Promise<Finding> {
  const spools = await openSpools(context.home)
  const wrong: string[] = []
  let [after, count] = [0, 0]
  for (;;) {
    const page = await database.run(itemsWithFiles, { after, limit: pageSize })
    for (const item of page) {
      const fault = await fileFault(context, spools, item)
      if (fault !== null) wrong.push(`item ${item.hash.slice(0, 12)} (${item.state}) ${fault}`)
      count++
    }
    progress(`${count} items`)
    after = page.at(-1)?.id ?? 0
    if (page.length < pageSize) break
  }
  return finding('spools', wrong, `${count} items that must have a file have it, unchanged`)
}

interface ItemWithFile {
  readonly hash: string
  readonly channel: keyof Spools
  readonly state: 'waiting' | 'quarantined' | 'attached'
}

async function fileFault(context: Context, spools: Spools, item: ItemWithFile): Promise<string | null> {
  if (item.state === 'attached') {
    const kept = await readFile(attachmentPath(context.home, item.hash)).catch(() => null)
    if (kept !== null) return itemName(kept) === item.hash ? null : 'was changed'
  }
  const spool: Spool = spools[item.channel]
  const found = findItem(spool, item.hash, item.state === 'quarantined' ? ['quarantine'] : undefined)
  if (found === null) return 'has no file'
  try {
    await readItem(spool, found)
    return null
  } catch (error) {
    if (error instanceof Problem) return 'was changed'
    throw error
  }
}

/** Keys fit each other: what is sealed now opens with the core's key. */
async function verifyKeys(context: Context): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const tryOne = async (what: string, good: string, work: () => Promise<unknown>) => {
    try {
      await work()
      findings.push({ what, state: 'ok', says: good })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      findings.push({ what, state: 'wrong', says: `${error.message} (${error.code})` })
    }
  }
  const { home } = context
  await tryOne('core key', 'what is sealed to it opens', async () => {
    const text = '(satchel-verify)'
    const sealed = await seal(text, await sealingKeys(home), { now: context.now() })
    await open(sealed, { keys: [await corePrivateKey(home)] })
  })
  await tryOne('earlier core keys', 'readable', () => earlierKeys(home))
  // without the core key none of them opens, and that is said already
  const shut: string[] = []
  const names = findings.every(each => each.state === 'ok') ? letterKeyFiles(home) : []
  for (const name of names) if ((await readLetterKey(home, name)) === null) shut.push(`${name} does not open`)
  findings.push(
    shut.length === 0
      ? { what: 'letter keys', state: 'ok', says: 'open with the core key' }
      : { what: 'letter keys', state: 'nag', says: `${shut.join('; ')}: bring it back from your backup, or remove it` },
  )
  await tryOne('mark key', 'there', () => Promise.resolve(addressMark(home, 'nobody@example.org')))
  await tryOne('pull key', 'there', () => Promise.resolve(pullKey(home)))
  const recovery = (await listKeys(home)).find(row => row.key === 'recovery')
  if (recovery !== undefined) {
    const isHere = recovery.note.includes('still on this host')
    findings.push({ what: 'recovery key', state: isHere ? 'nag' : 'ok', says: recovery.note })
  }
  return findings
}
