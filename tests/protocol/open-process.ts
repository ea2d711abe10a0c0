// Opens a file in a process of its own, whose peak of memory is then the file's: KEY FILE; prints code, the processor's time and peak.

import { readFileSync } from 'node:fs'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { readPrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { peakMemory } from '../helpers/peak-memory.ts'

const [keyFile = '', file = ''] = process.argv.slice(2)
const key = await readPrivateKey(readFileSync(keyFile, 'utf8'))
const bytes = new Uint8Array(readFileSync(file))
const start = process.cpuUsage()
const code = await open(bytes, { keys: [key] }).then(
  () => 'opened',
  (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
)
const { user, system } = process.cpuUsage(start)
process.stdout.write(JSON.stringify({ code, ms: (user + system) / 1000, peakBytes: peakMemory() }))
