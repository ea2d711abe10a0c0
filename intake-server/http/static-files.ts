// Files that pages load beside themselves, each under a name that holds its hash: a browser keeps it for a year, and a new version has
// another name. They are made from the sources at start; nothing of the disk is served here. Only a page that loads a script is allowed
// one. Pocket (`/app/`) has its own table of files, its own policy, and an entry that is asked for anew each time.

import { createHash } from 'node:crypto'
import type { Answer } from './answer.ts'
import { style } from './page-style.ts'
import { workScript } from './work-script.ts'

interface StaticFile {
  readonly path: string
  readonly type: string
  readonly body: string
}

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const

function staticFile(name: string, extension: keyof typeof types, body: string): StaticFile {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return { path: `/static/${name}-${hash}.${extension}`, type: types[extension], body }
}

/** The one style sheet of all pages. */
export const styleFile = staticFile('style', 'css', style)

/** Loaded by pages that ask for proof of work, and by no others. */
export const workFile = staticFile('work', 'js', workScript)

const files: ReadonlyMap<string, StaticFile> = new Map([styleFile, workFile].map(file => [file.path, file]))

/** Null for no such file: an earlier version is not answered with the current one. */
export function staticAnswer(path: string): Answer | null {
  const file = files.get(path)
  if (file === undefined) return null
  const headers = {
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  }
  return { status: 200, type: file.type, body: file.body, headers }
}
