// npm run bench letters [-- --people 1000]: letters with a person's own form, with all their parts. First making them alone, from an
// opened packet to the sealed bytes that the outbox takes: without a signature, signed by the core, encrypted to a recipient's key and
// signed. Then the whole, as the office sends forms: packets opened and letters queued in the database, one transaction each.
// Prints the rows for docs/benchmarks.md.

import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Context } from '@satchel/core/context/context'
import type { Database } from '@satchel/core/db/database'
import { openOwnPacket } from '@satchel/core/db/calls/packets'
import { PacketOpened } from '@satchel/core/db/shapes/packets'
import { loadCatalog } from '@satchel/core/forms/form-catalog'
import { organizationOf } from '@satchel/core/home/organization'
import { addressMark } from '@satchel/core/keys/keyed-marks'
import { sealLetter } from '@satchel/core/keys/letter-keys'
import { ownForm } from '@satchel/core/packets/own-form'
import { buildPacket } from '@satchel/core/packets/packet-file'
import { queuePacket } from '@satchel/core/packets/queue-packet'
import { newPacketTokens, type PacketTools, tokenHashes } from '@satchel/core/packets/write-packet'
import { sendForms } from '@satchel/core/packets/send-forms'
import { compose } from '@satchel/dispatcher/mail-out/compose'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { wordsFor } from '@satchel/forms/loader'
import { makeCoreKey } from '@satchel/protocol/envelope/pgp-keys'
import { newToken, tokenHash } from '@satchel/protocol/messages/token'
import { furnish, satchel } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'letters'),
  options: { people: { type: 'string', default: '1000' } },
})
const count = Number(values.people)
if (!Number.isSafeInteger(count) || count < 2) throw new Error('npm run bench letters [-- --people NUMBER]')

const people = Array.from({ length: count }, (_, index) => `B-${String(index + 1).padStart(6, '0')}`)
/** Letters that warm the program up, and do not count. */
const warm = Math.min(50, Math.floor(count / 2))

interface Opened {
  readonly packet: PacketOpened
  readonly tokens: ReturnType<typeof newPacketTokens> & { readonly unsubscribe: string }
}

/** Own forms as they are opened, one for each person. They are undone: the whole opens them once more. */
async function openAll(database: Database, context: Context): Promise<readonly Opened[]> {
  const opened: Opened[] = []
  const undone = new Error('undone')
  const work = async () => {
    for (const entity of people) {
      const tokens = { ...newPacketTokens(), unsubscribe: newToken() }
      const mailto = `p${entity.slice(2)}@people.example`
      const made = await database.run(openOwnPacket, {
        entity,
        mailto,
        form: ownForm,
        ...tokenHashes(tokens),
        unsubscribe_token: tokenHash(tokens.unsubscribe),
        mark: addressMark(context.home, mailto),
        asked: true,
        days: 30,
      })
      opened.push({ packet: PacketOpened.parse(made.opened), tokens })
    }
    throw undone
  }
  await database.inTransaction(work).catch((error: unknown) => {
    if (error !== undone) throw error
  })
  return opened
}

async function timed(name: string, letters: number, work: () => Promise<unknown>): Promise<void> {
  const [before, started] = [process.cpuUsage(), performance.now()]
  await work()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  const used = `${((user + system) / 1e6).toFixed(1)} s of processor time`
  console.log(
    `${name}: ${letters} letters in ${seconds.toFixed(1)} s, ${used}; 1,000 in ${((seconds * 1000) / letters).toFixed(1)} s.`,
  )
}

async function makeAll(tools: PacketTools, opened: readonly Opened[], recipient: string): Promise<void> {
  const wishes = { entity: 'P1' }
  /** Takes a letter and keeps nothing. */
  const nowhere = { run: () => Promise.resolve(undefined) } as unknown as Database
  const bare = ({ packet, tokens }: Opened) => bareLetter(tools, packet, tokens)
  const signed = ({ packet, tokens }: Opened) => queuePacket(nowhere, tools, packet, tokens, wishes)
  const encrypted = ({ packet, tokens }: Opened) =>
    queuePacket(nowhere, tools, { ...packet, protection: 'pgp', pgp_key: recipient }, tokens, wishes)
  for (const [name, make] of Object.entries({ 'without a signature': bare, signed, encrypted })) {
    for (const each of opened.slice(0, warm)) await make(each)
    await timed(`made, ${name}`, opened.length, async () => {
      for (const each of opened) await make(each)
    })
  }
}

/** What queuePacket does, but for the signature. */
async function bareLetter({ context, catalog, key }: PacketTools, opened: PacketOpened, tokens: Opened['tokens']) {
  const form = catalog.find(opened.form_name, opened.form_version)
  if (form === null) throw new Error('the form is not there')
  const words = wordsFor(catalog.forms.words, opened.language)
  const secrets = { id: tokens.id, token: tokens.reply, key: key.getFingerprint().toUpperCase() }
  const packet = buildPacket(opened, secrets, form, context.settings, '')
  const letter = packetLetter(form, packet, words, organizationOf(context), {
    htmlForm: catalog.forms.ownForm,
    protection: 'plain',
  })
  const hid = `packet-${tokens.id}`
  const bytes = await compose({
    id: hid,
    messageId: `${hid}@kilimo.example`,
    date: new Date(opened.issued),
    from: context.settings.mail,
    to: opened.mailto,
    replyTo: packet.replyTo.mail,
    autoSubmitted: 'auto-generated',
    ...letter,
  })
  return sealLetter(context, { hid, mailto: opened.mailto }, bytes)
}

const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
try {
  process.stderr.write(`${count} people are made ...\n`)
  const context = furnish(folder, count)
  try {
    const { publicArmored } = await makeCoreKey({ name: 'Recipient', email: 'r@example.org', now: new Date() })
    await context.asDispatch(async database => {
      const tools = { context, catalog: await loadCatalog(database), key: await context.coreKey() }
      await makeAll(tools, await openAll(database, context), publicArmored)
    })
    await timed('the whole, signed, with the database', count, () => sendForms(context, { people, dryRun: false }))
    console.log(`On ${cpus().length} cores, load ${loadavg().map(Math.round).join(', ')}.`)
  } finally {
    await context.close()
    satchel(folder, 'db', 'stop')
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
