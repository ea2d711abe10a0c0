// Errors of the file system as sentences: the one table of its error codes. Any other error is a bug and passes through.

import { diskProblem } from '@satchel/protocol/spool/spool'
import { problem } from './problems.ts'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a file stands where a folder belongs',
  EISDIR: 'a folder stands where a file belongs',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'links lead in a circle',
  EIO: 'the disk reports an error',
  EFBIG: 'the file system, or a limit for this user, takes no larger file',
}

/** Turns what node:fs threw into a Problem where an operator can mend it; anything else comes back unchanged. */
export function fileProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const reason = reasons[String(error.code)]
  // a full disk is reported by a write, which names no path
  if (reason === undefined || !('path' in error)) return diskProblem(error)
  return problem('home/not-writable', `${String(error.path)} cannot be used: ${reason}.`, {
    hint: 'fix that, then run the command again; nothing was lost',
    cause: error,
  })
}

const writing: ReadonlySet<string> = new Set(['write', 'writev', 'fsync', 'close'])

/** An error of a write with the path of its file, which Node leaves out. Changes nothing else. */
export function withPath(error: unknown, path: string): unknown {
  if (error instanceof Error && 'syscall' in error && !('path' in error) && writing.has(String(error.syscall)))
    Object.assign(error, { path })
  return error
}
