// A thread that opens sealed files of the spool ahead of the import: decryption is most of what an item costs outside the
// database. It answers with the text, or with null: then the import opens the file itself, and meets what is wrong with it.

import { parentPort, workerData } from 'node:worker_threads'
import { isSealed, open } from '@satchel/protocol/envelope/envelope-open'
import { readPrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import { readItem } from '@satchel/protocol/spool/spool'
import type { Spool, SpoolItem } from '@satchel/protocol/spool/spool-layout'

export interface OpenTask {
  readonly id: number
  readonly spool: Spool
  readonly item: SpoolItem
}
export interface OpenAnswer {
  readonly id: number
  readonly text: string | null
}

const { armored } = workerData as { readonly armored: readonly string[] }
const keys = await Promise.all(armored.map(text => readPrivateKey(text)))

async function openItem({ spool, item }: OpenTask): Promise<string | null> {
  try {
    const bytes = await readItem(spool, item)
    if (!isSealed(bytes)) return null
    return (await open(bytes, { keys }, { maxBytes: limits.sealedUploadBytes })).text
  } catch {
    return null
  }
}

parentPort?.on('message', (task: OpenTask) => {
  void openItem(task).then(text => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread, not of a window
    parentPort?.postMessage({ id: task.id, text } satisfies OpenAnswer)
  })
})
