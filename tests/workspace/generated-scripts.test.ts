// forms/templates/scripts and core/console/static hold what the sources of page scripts give. `npm run generate` writes it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { bundle, entries } from './bundle.ts'
import { root } from './sources.ts'

const folderOf = (entry: string) => (entry.startsWith('core/') ? 'core/console/static' : 'forms/templates/scripts')

test.each([...entries()])('the page script %s.js is what its sources give', async (name, entry) => {
  await expect(await bundle(entry)).toMatchFileSnapshot(join(root, folderOf(entry), `${name}.js`))
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
