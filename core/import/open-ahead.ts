// Opens sealed files in another thread while the database works. A thread takes a quarter of a second to start, so it is
// started for long runs only; without it, or when it ends by itself, the import opens every file where it stands.

import { Worker } from 'node:worker_threads'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import type { Spool, SpoolItem } from '@satchel/protocol/spool/spool-layout'
import type { OpenAnswer, OpenTask } from './open-worker.ts'

/** Fewer items than these are opened sooner than a thread starts. */
export const worthAThread = 64

export interface OpenAhead {
  /** The text of a sealed file; null where it has to be opened in the usual way. */
  open(spool: Spool, item: SpoolItem): Promise<string | null>
  close(): Promise<void>
}

export function openAhead(keys: readonly PrivateKey[]): OpenAhead {
  const isSource = import.meta.url.endsWith('.ts')
  const worker = new Worker(new URL(isSource ? './open-worker.ts' : './open-worker.js', import.meta.url), {
    workerData: { armored: keys.map(key => key.armor()) },
    execArgv: isSource ? ['--conditions=satchel-source'] : [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 },
  })
  const waiting = new Map<number, (text: string | null) => void>()
  let next = 0
  let isOver = false
  const giveUp = () => {
    isOver = true
    for (const answer of waiting.values()) answer(null)
    waiting.clear()
  }
  worker.on('message', ({ id, text }: OpenAnswer) => {
    waiting.get(id)?.(text)
    waiting.delete(id)
  })
  worker.on('error', giveUp)
  worker.on('exit', giveUp)
  return {
    open(spool, item) {
      if (isOver) return Promise.resolve(null)
      const id = next++
      return new Promise(resolve => {
        waiting.set(id, resolve)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage({ id, spool, item } satisfies OpenTask)
      })
    },
    async close() {
      giveUp()
      await worker.terminate()
    },
  }
}
