// A packet that a letter links to: its ciphertext lies on the office's public computer under an id that nobody can guess. No key is in the link.

import { type LockedFile, lockedOf } from './read/taken-file.ts'

/** @param id of the link. */
export async function fetchLinked(id: string): Promise<LockedFile | 'gone' | 'offline'> {
  try {
    const answer = await fetch(`packet/${id}`, {
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    })
    if (answer.status >= 500) return 'offline'
    if (!answer.ok) return 'gone'
    const parts = (await answer.json()) as Readonly<Record<string, unknown>>
    const text = (name: string): string => {
      const part = parts[name]
      return typeof part === 'string' ? part : ''
    }
    const [packet, salt, own, nonce, sealed] = [
      text('packet'),
      text('salt'),
      text('own'),
      text('nonce'),
      text('sealed'),
    ]
    return lockedOf({ packet, salt, rounds: Number(parts.rounds), own, nonce, sealed }) ?? 'gone'
  } catch {
    return 'offline'
  }
}
