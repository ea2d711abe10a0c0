// Reads one hostile mail in a process of its own, whose peak of memory is then the mail's: NAME BYTES; prints verdict and peak.

import { judgeMail } from '@satchel/dispatcher/mail-kind/judge-mail'
import { mailMaxima } from '@satchel/dispatcher/mail-limits'
import { Problem } from '@satchel/protocol/problem'
import { peakMemory } from '../helpers/peak-memory.ts'
import { type Flood, floods } from './floods.ts'

const [name = '', bytes = ''] = process.argv.slice(2)
const raw = floods[name as Flood](Number(bytes))
const before = process.cpuUsage()
let verdict = 'read'
try {
  // in this thread: whatever the clock and the memory of a thread of its own would have stopped is measured here
  await judgeMail(raw, { ours: 'core@kilimo.example', trustedServers: ['mx.kilimo.example'], maxima: mailMaxima })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  verdict = error.code
}
const { user, system } = process.cpuUsage(before)
const peakBytes = peakMemory()
process.stdout.write(JSON.stringify({ verdict, cpuMs: (user + system) / 1000, peakBytes }))
