// The thread that opens and encrypts: decryption is most of what an item costs outside the database, and encryption costs many times
// that. It answers with the result, or with null: then the import does it itself, and meets what is wrong.

import { parentPort, workerData } from 'node:worker_threads'
import type { Letter } from '@satchel/dispatcher/mail-out/compose'
import { isSealed, open } from '@satchel/protocol/envelope/envelope-open'
import { readPrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import { readItem } from '@satchel/protocol/spool/spool'
import type { Spool, SpoolItem } from '@satchel/protocol/spool/spool-layout'
import type { LetterTo } from '../context/encrypt-ahead.ts'

/** Armoured, unlocked. */
export interface ThreadKeys {
  readonly keys: readonly string[]
  readonly signer: string
}
export type KeyTask =
  | { readonly open: { readonly spool: Spool; readonly item: SpoolItem } }
  | { readonly encrypt: { readonly letter: Letter; readonly how: LetterTo } }
export interface KeyAnswer {
  readonly id: number
  readonly done: string | Uint8Array | null
}

const given = workerData as ThreadKeys
const keys = await Promise.all(given.keys.map(text => readPrivateKey(text)))
const signer = await readPrivateKey(given.signer)

async function openItem(spool: Spool, item: SpoolItem): Promise<string | null> {
  const bytes = await readItem(spool, item)
  if (!isSealed(bytes)) return null
  return (await open(bytes, { keys }, { maxBytes: limits.sealedUploadBytes })).text
}

async function work(task: KeyTask): Promise<KeyAnswer['done']> {
  if ('open' in task) return openItem(task.open.spool, task.open.item)
  // most runs encrypt nothing, and need none of what writes a mail
  const { encryptLetter } = await import('../packets/protect-mail.ts')
  return encryptLetter(task.encrypt.letter, { ...task.encrypt.how, signer })
}

parentPort?.on('message', ({ id, ...task }: KeyTask & { readonly id: number }) => {
  void work(task)
    .catch(() => null)
    .then(done => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread, not of a window
      parentPort?.postMessage({ id, done } satisfies KeyAnswer)
    })
})
