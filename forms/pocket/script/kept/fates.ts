// The fate of answers that arrived, as the core signed it: asked at the intake by the receipt's code. The host can hold a word back or show
// an older one; it can make none up.

import { fromBase64, sha256, utf8 } from '../../../browser/bytes.ts'
import type { Held } from './held.ts'
import type { Fate, Head } from './items.ts'

const form =
  /^\(satchel-receipt-state\s+\(version 1\)\s+\(receipt "([0-9a-f]{64})"\)\s+\(item "([0-9a-f]{64})"\)\s+\(epoch ([0-9]{1,16})\)\s+\(number ([0-9]{1,16})\)\s+\(state (stored|imported|held|refused)\)\s+\(said "[0-9TZ:-]+"\)\)\s*$/

/** The word about this very answer, where the core's key signed it and it is no older one; else null. */
export async function fateOf(head: Head, text: string, signature: string): Promise<Fate | null> {
  const [, receipt, item, epoch, number, state] = form.exec(text) ?? []
  if (state === undefined || item !== head.item || receipt !== (await sha256(utf8(head.code)))) return null
  try {
    const key = await crypto.subtle.importKey('spki', fromBase64(head.coreKey), 'Ed25519', false, ['verify'])
    if (!(await crypto.subtle.verify('Ed25519', key, fromBase64(signature), utf8(text)))) return null
  } catch {
    return null
  }
  const fate: Fate = { state: state as Fate['state'], epoch: Number(epoch), number: Number(number), at: Date.now() }
  const { fate: known } = head
  const isOlder =
    known !== null && (fate.epoch < known.epoch || (fate.epoch === known.epoch && fate.number <= known.number))
  return isOlder ? null : fate
}

const isOpen = ({ code, coreKey, fate }: Head): boolean =>
  code !== '' && coreKey !== '' && fate?.state !== 'imported' && fate?.state !== 'refused'

/** Asks for all that are not at their end. Without a network nothing is known anew. */
export async function askFates(held: Held, changed: () => void): Promise<void> {
  for (const { packet, code } of [...held.heads.values()].filter(isOpen)) {
    try {
      const headers = { Accept: 'application/json' }
      const asked = {
        method: 'POST',
        headers,
        body: new URLSearchParams({ code }),
        credentials: 'omit',
        redirect: 'error',
      } as const
      const { outcome, signature } = (await (await fetch('/receipt', asked)).json()) as Record<string, unknown>
      const head = held.heads.get(packet)
      if (head === undefined || typeof outcome !== 'string' || typeof signature !== 'string') continue
      const fate = await fateOf(head, outcome, signature)
      if (fate !== null) await held.update({ ...head, fate })
    } catch {
      return
    }
    changed()
  }
}
