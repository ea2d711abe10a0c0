// The generated page scripts: what a page may hold, and how it is allowed.

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadForms } from '@satchel/forms/loader'
import { describe, expect, test } from 'vitest'
import { entries as allEntries } from './bundle.ts'
import { filesBelow, read, root, withoutComments } from './sources.ts'

const folder = join(root, 'forms/templates/scripts')

/** Of pages that leave; the script of the office console is another matter. */
const entries = () => new Map([...allEntries()].filter(([, file]) => file.startsWith('forms/')))

describe('the page scripts', () => {
  test('are all there is in their folder', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...entries().keys()].map(name => `${name}.js`).toSorted())
  })

  test('come with the source that a content security policy allows them by', () => {
    const { scripts } = loadForms()
    expect([...scripts.keys()].toSorted()).toEqual([...entries().keys()].toSorted())
    for (const [name, { text, source }] of scripts) {
      expect(text).toBe(read(`forms/templates/scripts/${name}.js`))
      expect(source).toBe(`'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    }
  })

  test('hold nothing that ends or hides a script in a page, and nothing of Node', () => {
    for (const name of entries().keys()) {
      const text = read(`forms/templates/scripts/${name}.js`)
      expect(text).not.toMatch(/<\/script|<script|<!--/i)
      expect(text).not.toMatch(/\bBuffer\b|\bprocess\.|\brequire\(|node:|\beval\(|new Function/)
    }
  })

  test('import nothing of Node and no npm package', () => {
    const sources = filesBelow('forms').filter(file => /^forms\/(browser|[^/]+\/script)\/.*\.ts$/.test(file))
    const strange = sources.flatMap(file =>
      [...withoutComments(read(file)).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)]
        .map(([, from = '']) => from)
        .filter(from => !/^(\.|@satchel\/)/.test(from))
        .map(from => `${file} imports ${from}`),
    )
    expect(sources.length).toBeGreaterThan(0)
    expect(strange).toEqual([])
  })
})
