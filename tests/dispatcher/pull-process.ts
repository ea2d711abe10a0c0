// Pulls and kills itself: ADDRESS SPOOL KEYFILE RUN [BYTES | STEP]. After so many bytes of an item, or at a step. Prints the counts.

import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { pullItems } from '@satchel/dispatcher/intake/pull-items'
import { openSpool } from '@satchel/protocol/spool/spool'

const [address = '', folder = '', keyFile = '', run = '', end = ''] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')
const most = /^[0-9]+$/.test(end) ? Number(end) : Number.POSITIVE_INFINITY

const source = openIntake(address, {
  privateKey: createPrivateKey(readFileSync(keyFile)),
  epoch: 1,
  run: Number(run),
  now: () => new Date(),
})

/** The same bytes in small parts; asked for more than `most`, those were written, and the process dies. */
async function* slowly(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let given = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + Math.max(1, Math.min(1000, most - given)))
      if (given >= most) die()
      yield part
      at += part.length
      given += part.length
    }
  }
}

const slow: IntakeSource = { ...source, read: (...asked) => slowly(source.read(...asked)) }
const counts = await pullItems(slow, await openSpool(folder), {
  knows: () => Promise.resolve(new Set()),
  failpoint: step => {
    if (step === end) die()
  },
})
await source.close()
process.stdout.write(JSON.stringify(counts))
