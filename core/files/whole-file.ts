// A file that somebody takes away: it appears under its name when all of it is written, and not at all where the work fails.

import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { withPath } from '../problems/file-problem.ts'

/** Takes a part; it is waited for. */
export type Write = (part: string | Uint8Array) => Promise<void>

/** Runs the work, which writes a file for its owner's eyes. @throws errors of node:fs with the path of the file; what the work throws. */
export async function wholeFile<T>(file: string, work: (write: Write) => Promise<T>): Promise<T> {
  const unfinished = `${file}.partial`
  const stream = createWriteStream(unfinished, { mode: 0o600, flush: true })
  // what goes wrong is said where it is written
  stream.on('error', () => undefined)
  try {
    const result = await work(
      part => new Promise((resolve, reject) => stream.write(part, error => (error ? reject(error) : resolve()))),
    )
    await new Promise<void>((resolve, reject) => stream.once('error', reject).end(resolve))
    renameSync(unfinished, file)
    return result
  } catch (error) {
    stream.destroy()
    rmSync(unfinished, { force: true })
    throw withPath(error, file)
  }
}
