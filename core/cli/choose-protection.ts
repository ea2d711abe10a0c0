// Asks how letters are protected, where nobody said it on the command line. Nothing is chosen for anybody: without a terminal to ask on,
// --protection says it.

import { problem } from '../problems/problems.ts'
import type { Keys, World } from '../context/world.ts'
import type { Io } from './io.ts'

export const protectionOption = [
  '--protection <how>',
  'how their letters are protected: passphrase, pgp or plain; without it you are asked',
] as const

const question = (whose: string) => `How are letters to ${whose} protected on their way?
  passphrase  the packet is a page that opens with a phrase, which you tell them in person
  pgp         the whole letter is encrypted to their OpenPGP key
  plain       in the clear: every mail server and network on the way can read them
Type one of the three words: `

/** @returns the word as it was typed: what it means is checked with the other values. @throws Problem usage/wrong without a terminal. */
export async function chooseProtection(world: World, given: string | undefined, whose: string): Promise<string> {
  if (given !== undefined) return given
  const { keys, err } = world.streams
  if (keys?.isTTY !== true)
    throw problem(
      'usage/wrong',
      `Nobody said how letters to ${whose} are protected, and there is no terminal to ask on.`,
      {
        hint: '--protection passphrase, pgp or plain; plain: every mail server on the way can read them',
      },
    )
  err.write(question(whose))
  return lineOf(keys, world.stop)
}

/** One line, shown as it is typed. @throws Problem usage/wrong where it is broken off. */
async function lineOf(keys: Keys, stop: AbortSignal): Promise<string> {
  keys.setEncoding('utf8')
  return new Promise<string>((resolve, reject) => {
    let typed = ''
    const end = (work: () => void) => {
      keys.removeListener('data', take)
      keys.removeListener('end', broken)
      stop.removeEventListener('abort', broken)
      keys.pause()
      work()
    }
    const broken = () => end(() => reject(problem('usage/wrong', 'Stopped; nothing was made.')))
    const take = (chunk: string | Buffer) => {
      typed += chunk.toString()
      if (/[\r\n]/.test(typed)) end(() => resolve(typed.trim()))
    }
    keys.on('data', take)
    keys.on('end', broken)
    stop.addEventListener('abort', broken)
    keys.resume()
  })
}

/** A new phrase: on the terminal alone, and once. */
export function sayPhrase(io: Io, whose: string, phrase: string): void {
  io.say(`The phrase of ${whose}, shown this once:`)
  io.say(`  ${phrase}`)
  io.say('Tell it to them in person or by telephone, never by mail.')
}

/** What plain means, wherever it is chosen. */
export function sayPlain(io: Io): void {
  io.say('Plain letters and packets travel in the clear: every mail server and network on the way can read them.')
}
