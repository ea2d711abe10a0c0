// intake-server/app/files holds what the sources of Pocket give. `npm run generate` writes it.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadForms } from '@satchel/forms/loader'
import { printApp } from '@satchel/forms/pocket/print-app'
import { printAppList } from '@satchel/protocol/pull/pull-app'
import { expect, test } from 'vitest'
import { bundle } from './bundle.ts'
import { root } from './sources.ts'

const folder = join(root, 'intake-server/app/files')
const entry = (name: string) => bundle(`forms/pocket/script/${name}-entry.ts`)
const files = printApp(loadForms(), {
  app: await entry('pocket'),
  packet: await entry('pocket-packet'),
  worker: await entry('pocket-worker'),
})

test.each([...files])('%s is what its sources give', async (name, text) => {
  await expect(text).toMatchFileSnapshot(join(folder, name))
})

const hashes = new Map(
  [...files.keys(), 'icon.svg', 'icon.png'].map(name => {
    const bytes = files.get(name) ?? readFileSync(join(folder, name))
    return [name, createHash('sha256').update(bytes).digest('hex')] as const
  }),
)

test('the list that the core signs names each with its hash', async () => {
  const source = `// What the core signs of Pocket's files: their SHA-256. Written by \`npm run generate\`.\n\nexport const appList =\n  '${printAppList(hashes)}'\n`
  await expect(source).toMatchFileSnapshot(join(root, 'forms/pocket/app-list.ts'))
})

test('they are all there is in their folder, beside the icons', () => {
  expect(readdirSync(folder).toSorted()).toEqual([...files.keys(), 'icon.png', 'icon.svg'].toSorted())
})

test('Pocket as a whole is smaller than 150 kB', () => {
  const sizes = readdirSync(folder).map(name => statSync(join(folder, name)).size)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(150_000)
})
