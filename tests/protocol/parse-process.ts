// Reads a file in a process of its own, whose peak of memory is then the file's: FORMAT FILE; prints verdict, the processor's time and peak.

import { readFileSync } from 'node:fs'
import { parseSubmission } from '@satchel/protocol/messages/submission'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { peakMemory } from '../helpers/peak-memory.ts'

const [format = '', file = ''] = process.argv.slice(2)
const parse = { submission: parseSubmission, upload: parseUpload }[format]
const text = readFileSync(file, 'utf8')
const start = process.cpuUsage()
let code = 'read'
try {
  parse?.(text)
} catch (error) {
  code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
const { user, system } = process.cpuUsage(start)
process.stdout.write(JSON.stringify({ code, ms: (user + system) / 1000, peakBytes: peakMemory() }))
