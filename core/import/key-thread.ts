// A thread for what keys take: it opens sealed files ahead while the database works, and encrypts letters. A thread takes a quarter of a
// second to start, so it is started for long runs only; without it, or when it ends by itself, the import does all of that where it is.

import { Worker } from 'node:worker_threads'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import type { Spool, SpoolItem } from '@satchel/protocol/spool/spool-layout'
import type { EncryptAhead } from '../context/encrypt-ahead.ts'
import type { KeyAnswer, KeyTask, ThreadKeys } from './key-worker.ts'

/** Fewer items than these are opened sooner than a thread starts. */
export const worthAThread = 64

export interface KeyThread {
  /** The text of a sealed file; null where it has to be opened in the usual way. */
  readonly open: (spool: Spool, item: SpoolItem) => Promise<string | null>
  /** The bytes of an encrypted mail; null where it has to be made in the usual way. */
  readonly encrypt: EncryptAhead
  readonly close: () => Promise<void>
}

/** @param keys that items may be sealed to. @param signer of the letters: the core's key. */
export function startKeyThread(keys: readonly PrivateKey[], signer: PrivateKey): KeyThread {
  const isSource = import.meta.url.endsWith('.ts')
  const worker = new Worker(new URL(isSource ? './key-worker.ts' : './key-worker.js', import.meta.url), {
    workerData: { keys: keys.map(key => key.armor()), signer: signer.armor() } satisfies ThreadKeys,
    execArgv: isSource ? ['--conditions=satchel-source'] : [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 },
  })
  const waiting = new Map<number, (done: KeyAnswer['done']) => void>()
  let next = 0
  let isOver = false
  const giveUp = () => {
    isOver = true
    for (const answer of waiting.values()) answer(null)
    waiting.clear()
  }
  worker.on('message', ({ id, done }: KeyAnswer) => {
    waiting.get(id)?.(done)
    waiting.delete(id)
  })
  worker.on('error', giveUp)
  worker.on('exit', giveUp)
  const ask = (task: KeyTask): Promise<KeyAnswer['done']> => {
    if (isOver) return Promise.resolve(null)
    const id = next++
    return new Promise(resolve => {
      waiting.set(id, resolve)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ id, ...task })
    })
  }
  return {
    async open(spool, item) {
      const text = await ask({ open: { spool, item } })
      return typeof text === 'string' ? text : null
    },
    async encrypt(letter, how) {
      const bytes = await ask({ encrypt: { letter, how } })
      return bytes instanceof Uint8Array ? bytes : null
    },
    async close() {
      giveUp()
      await worker.terminate()
    },
  }
}
