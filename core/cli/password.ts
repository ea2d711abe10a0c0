// Passwords, asked for on a terminal without showing them, or read from a file. Never an argument: those stand in the list of processes
// and in the shell's history.

import { readFileSync } from 'node:fs'
import { problem } from '../problems/problems.ts'
import type { Keys, World } from '../context/world.ts'

export const passwordFileOption = [
  '--password-file <file>',
  'file that holds only the password; without it you are asked',
] as const

/** @throws Problem usage/wrong where there is neither a file nor a terminal, or what was typed twice differs. */
export async function readPassword(world: World, file: string | undefined, isNew: boolean): Promise<string> {
  if (file !== undefined) return passwordOf(file)
  const { keys, err } = world.streams
  if (keys?.isTTY !== true || keys.setRawMode === undefined) {
    throw problem('usage/wrong', 'There is no terminal to ask for the password.', {
      hint: '--password-file FILE names a file that holds it alone',
    })
  }
  const password = await ask(keys, err, isNew ? 'New password: ' : 'Password: ')
  if (isNew && (await ask(keys, err, 'The same once more: ')) !== password)
    throw problem('usage/wrong', 'These are two different passwords; nothing was changed.')
  return password
}

/** One line that is shown while it is typed. @throws Problem usage/wrong where there is no terminal, with the given words; for its end. */
export async function readLine(
  world: World,
  prompt: string,
  none: { readonly message: string; readonly hint: string },
): Promise<string> {
  const { keys, err } = world.streams
  if (keys?.isTTY !== true) throw problem('usage/wrong', none.message, { hint: none.hint })
  err.write(prompt)
  keys.setEncoding('utf8')
  return await new Promise<string>((resolve, reject) => {
    let typed = ''
    const end = (work: () => void) => {
      keys.removeAllListeners('data').removeAllListeners('end')
      keys.pause()
      work()
    }
    keys.on('data', (chunk: string | Buffer) => {
      typed += chunk.toString()
      const [line, ...more] = typed.split(/\r\n|[\r\n]/)
      if (more.length > 0) end(() => resolve(line ?? ''))
    })
    keys.on('end', () => end(() => reject(problem('usage/wrong', none.message, { hint: none.hint }))))
    keys.resume()
  })
}

function passwordOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw problem('usage/wrong', `The file ${file} cannot be read.`, { cause })
  }
}

/** One line, of which nothing is shown. @throws Problem usage/wrong for Ctrl-C. */
async function ask(keys: Keys, err: NodeJS.WritableStream, prompt: string): Promise<string> {
  err.write(prompt)
  keys.setRawMode?.(true)
  keys.setEncoding('utf8')
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed = ''
      const end = (work: () => void) => {
        keys.removeListener('data', take)
        keys.pause()
        work()
      }
      const take = (chunk: string | Buffer) => {
        for (const key of chunk.toString()) {
          if (key === '\r' || key === '\n' || key === '\u0004') return end(() => resolve(typed))
          if (key === '\u0003') return end(() => reject(problem('usage/wrong', 'Stopped; nothing was changed.')))
          typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key
        }
      }
      keys.on('data', take)
      keys.resume()
    })
  } finally {
    keys.setRawMode?.(false)
    err.write('\n')
  }
}
