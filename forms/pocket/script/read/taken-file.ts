// Files and texts that somebody picks, shares or pastes, told apart: a locked packet, the office's answer about one, or what Pocket does not take.

import { fromBase64 } from '../../../browser/bytes.ts'
import type { Locked } from '../../../browser/unlock.ts'
import { mostPage } from './read-page.ts'
import { type Became, readOutcome } from './office-answer.ts'

export interface LockedFile extends Locked {
  readonly salt: string
  readonly rounds: number
}

export type Taken =
  | { readonly is: 'locked'; readonly file: LockedFile }
  | { readonly is: 'answer'; readonly answer: Became }
  /** A packet that came open: Pocket takes none, since it was readable on its way and would be taken for one that was not. */
  | { readonly is: 'open' | 'pgp' | 'large' | 'other' }

const base64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Rounds of a phrase: fewer than these protect nothing, more would hold up a telephone for minutes. */
const roundsFrom = 100_000
const roundsTo = 10_000_000

/** @param depth of a mail inside a mail. */
export function readTaken(text: string, depth = 0): Taken {
  if (text.length > mostPage) return { is: 'large' }
  const locked = readLocked(text)
  if (locked !== null) return { is: 'locked', file: locked }
  const answer = readOutcome(text)
  if (answer !== null) return { is: 'answer', answer }
  if (/<form id="?form"?[^>]* data-packet=|^\s*\(satchel-packet[\s)]/.test(text)) return { is: 'open' }
  if (/^-----BEGIN PGP MESSAGE-----/m.test(text) || /^Content-Type: multipart\/encrypted/im.test(text))
    return { is: 'pgp' }
  const inside = depth < 2 ? insideMail(text, depth) : null
  if (inside !== null) return inside
  return { is: 'other' }
}

function readLocked(text: string): LockedFile | null {
  const [, tag = '', sealed = ''] = /<div id="sealed"([^>]{0,2000})>([A-Za-z0-9+/=&#;x\s]*)<\/div>/.exec(text) ?? []
  const part = (name: string): string => plainText(new RegExp(` data-${name}="([^"]{0,200})"`).exec(tag)?.[1] ?? '')
  return lockedOf({
    packet: part('packet'),
    salt: part('salt'),
    rounds: Number(part('rounds')),
    own: part('own'),
    nonce: part('nonce'),
    sealed: plainText(sealed),
  })
}

/** Null where a part is not what it has to be. */
export function lockedOf(file: LockedFile): LockedFile | null {
  const { packet, salt, rounds, own, nonce, sealed } = file
  const isWhole =
    /^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$/.test(packet) &&
    Number.isSafeInteger(rounds) &&
    rounds >= roundsFrom &&
    rounds <= roundsTo &&
    [salt, own, nonce, sealed].every(each => base64.test(each))
  return isWhole ? { packet, salt, rounds, own, nonce, sealed } : null
}

/** A template escapes an equals sign. */
const plainText = (text: string): string => text.replaceAll('&#x3D;', '=').replaceAll('&#x2B;', '+').trim()

/** Parts of a mail that was saved whole: each in base64 is read as a file of its own. */
function insideMail(text: string, depth: number): Taken | null {
  for (const [, block = ''] of text.matchAll(
    /^Content-Transfer-Encoding: base64\r?\n(?:[^\r\n]+\r?\n)*\r?\n((?:[A-Za-z0-9+/=]+\r?\n)+)/gim,
  )) {
    try {
      const found = readTaken(new TextDecoder().decode(fromBase64(block.replace(/\s/g, ''))), depth + 1)
      if (found.is !== 'other') return found
    } catch {
      // no base64 after all
    }
  }
  return null
}
