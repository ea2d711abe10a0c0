// The project's own files, for the tests that check how they are kept. Only reads.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** What is made by tools and kept out of version control. */
const made = new Set(['node_modules', 'dist', '.git', 'coverage', '.satchel'])

/** Paths of all files below a folder, seen from the project's root, in order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(entry => !made.has(entry.name) && !entry.name.endsWith('.tsbuildinfo'))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [relative('.', path)]
    })
    .sort()
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Text without comments: what a rule about code is about. Good for our sources, not for any TypeScript. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
