// npm run bench import [-- --items 10000]: an installation of its own, that many people, packets and sealed replies of 2 KB;
// then satchel import as an operator runs it, and its peers on the same files. Prints the row for docs/benchmarks.md.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gpgRate, nncpRate } from './peers.ts'
import { furnish, openPackets, replyOf, satchel, sealReplies, spooled, startImport } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'import'),
  options: { items: { type: 'string', default: '10000' } },
})
const count = Number(values.items)
if (!Number.isSafeInteger(count) || count < 1) throw new Error('npm run bench import [-- --items NUMBER]')
const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

/** Most memory that a process had, in MB, while it ran. */
function watchMemory(pid: number) {
  const read = () => Number(/VmHWM:\s+([0-9]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  let most = 0
  const timer = setInterval(() => {
    try {
      most = Math.max(most, read())
    } catch {
      // it has ended
    }
  }, 50)
  return () => {
    clearInterval(timer)
    return most
  }
}

/** Seconds of processor time that the whole machine spent on work so far: connections of the database end with the run. */
const busySeconds = () =>
  cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) / 1000, 0)

try {
  say(`${count} people, packets and replies are made (a few minutes for 10,000) ...`)
  const context = furnish(folder, count)
  const sent = await openPackets(context, 0, count)
  await sealReplies(context, sent)
  const files = readdirSync(spooled(context.home)).map(name => join(spooled(context.home), name))
  const [first] = sent
  if (first === undefined || files.length !== count) throw new Error('the stage is not what it should be')

  say('gpg opens them ...')
  const gpg = gpgRate(folder, join(context.home.keys, 'core-private.asc'), files)
  say('nncp-toss takes as many packets ...')
  const nncp = nncpRate(folder, replyOf(first, 0), count)

  say('satchel imports them ...')
  const [before, started] = [busySeconds(), performance.now()]
  const child = startImport(folder)
  const memory = watchMemory(child.pid)
  const usage = await child.ended
  const took = (performance.now() - started) / 1000
  const most = memory()
  const others = busySeconds() - before - usage.seconds
  const rate = count / took
  const ratio = (other: number | null) =>
    other === null ? 'not installed' : `${other.toFixed(0)}/s (${(rate / other).toFixed(2)} times)`
  console.log(
    `Imported ${usage.imported} of ${count} in ${took.toFixed(1)} s on ${cpus().length} cores: ${rate.toFixed(0)} items/s.`,
  )
  console.log(
    `Processor time an item: program ${((usage.seconds / count) * 1000).toFixed(1)} ms, database ${((others / count) * 1000).toFixed(1)} ms.`,
  )
  console.log(`Memory of the program at most ${most.toFixed(0)} MB.`)
  console.log(`gpg --multifile -d, opening alone: ${ratio(gpg)}`)
  console.log(`nncp-toss, opening and writing a file: ${ratio(nncp)}`)
} finally {
  satchel(folder, 'db', 'stop')
  rmSync(folder, { recursive: true, force: true })
}
