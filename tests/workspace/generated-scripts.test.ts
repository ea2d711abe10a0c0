// forms/templates/scripts holds what the sources of page scripts give. `npm run generate` writes it.

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { loadForms } from '@satchel/forms/loader'
import { describe, expect, test } from 'vitest'
import { bundle, entries } from './bundle.ts'
import { filesBelow, read, root, withoutComments } from './sources.ts'

const folder = join(root, 'forms/templates/scripts')

describe('the page scripts', () => {
  test.each([...entries()])('%s.js is what its sources give', async (name, entry) => {
    await expect(await bundle(entry)).toMatchFileSnapshot(join(folder, `${name}.js`))
  })

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

describe('bundling', () => {
  async function bundled(files: Readonly<Record<string, string>>): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'satchel-bundle-'))
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text)
      return await bundle(join(made, 'one-entry.ts'))
    } finally {
      await rm(made, { recursive: true })
    }
  }

  test('joins an entry and its imports, and leaves out what is not used', async () => {
    const text = await bundled({
      'one-entry.ts': "import { two } from './two.ts'\nconst said: string[] = []\nsaid.push(two)\nanswer(said)",
      'two.ts': "export const two = '</script>'\nexport const three = 'unused'",
    })
    const answers: unknown[] = []
    runInNewContext(text, { answer: (value: unknown) => answers.push(value) })
    expect(answers).toEqual([['</script>']])
    expect(text).not.toMatch(/<\/script|unused|import/)
  })

  test('refuses a module of Node and one that is not there', async () => {
    const importing = (from: string) => bundled({ 'one-entry.ts': `import { join } from '${from}'\nanswer(join())` })
    await expect(importing('node:path')).rejects.toThrow('node:path')
    await expect(importing('./nowhere.ts')).rejects.toThrow('./nowhere.ts')
  })
})
