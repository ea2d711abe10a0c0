// The bytes of a file that somebody names, no larger than files of people may be.

import { readFileSync, statSync } from 'node:fs'
import { problem } from '../problems/problems.ts'
import { loadLimits } from './file-limits.ts'

/** @throws Problem load/not-csv. */
export function bytesOfFile(path: string): Uint8Array {
  // the size is asked first: a file that is far too large is not read
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() !== true) {
    throw problem('load/not-csv', found === undefined ? `There is no file ${path}.` : `${path} is no file.`)
  }
  if (found.size > loadLimits.fileBytes) {
    throw problem('load/not-csv', `The file is larger than ${loadLimits.fileBytes / 1024 / 1024} MiB.`, {
      hint: 'split it into several files; loading one after the other comes to the same',
    })
  }
  return readFileSync(path)
}
