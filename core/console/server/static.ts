// Style sheet, script and icon: read once, and called by their digest, so that a browser keeps them until they change.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shipped } from '../../db/shipped.ts'

interface StaticFile {
  readonly type: string
  readonly bytes: Buffer
}

const kinds = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'icons.svg': 'image/svg+xml',
} as const
export type StaticName = keyof typeof kinds

export interface StaticFiles {
  /** Address of a file, with its digest. */
  href(name: StaticName): string
  /** The file of an address. */
  find(path: string): StaticFile | null
}

let read: StaticFiles | undefined

export function staticFiles(): StaticFiles {
  read ??= readFiles()
  return read
}

function readFiles(): StaticFiles {
  const folder = join(shipped('core'), 'console', 'static')
  const hrefs = new Map<string, string>()
  const files = new Map<string, StaticFile>()
  for (const [name, type] of Object.entries(kinds)) {
    const bytes = name === 'console.css' ? styleSheet(join(folder, 'css')) : readFileSync(join(folder, name))
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    const href = `/static/${digest}/${name}`
    hrefs.set(name, href)
    files.set(href, { type, bytes })
  }
  return { href: name => hrefs.get(name) ?? '', find: path => files.get(path) ?? null }
}

/** The files of the folder, in the order of their names, without comments and line breaks. */
function styleSheet(folder: string): Buffer {
  const files = readdirSync(folder).filter(file => file.endsWith('.css'))
  const text = files.sort().map(file => readFileSync(join(folder, file), 'utf8'))
  return Buffer.from(
    text
      .join('')
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s*\n\s*/g, ''),
  )
}
