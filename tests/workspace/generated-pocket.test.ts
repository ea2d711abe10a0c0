// intake-server/app/files holds what the sources of Pocket give. `npm run generate` writes it.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadForms } from '@satchel/forms/loader'
import { printApp } from '@satchel/forms/pocket/print-app'
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

test('they are all there is in their folder, beside the icons', () => {
  expect(readdirSync(folder).toSorted()).toEqual([...files.keys(), 'icon.png', 'icon.svg'].toSorted())
})

test('Pocket as a whole is smaller than 150 kB', () => {
  const sizes = readdirSync(folder).map(name => statSync(join(folder, name)).size)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(150_000)
})
