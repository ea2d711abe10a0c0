// Page scripts, bundled: one entry and what it imports become one text that runs in a browser without anything else.

import { basename, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { filesBelow, root } from './sources.ts'

/** Ends the name of a source that is the beginning of a script. */
const entryEnd = '-entry.ts'

/** Every entry, by the name of its script; without those of Pocket, which stand in its own files. */
export function entries(): ReadonlyMap<string, string> {
  const files = ['forms', 'core/console']
    .flatMap(filesBelow)
    .filter(file => file.endsWith(entryEnd) && !file.startsWith('forms/pocket/'))
  return new Map(files.map(file => [basename(file, entryEnd), file]))
}

/**
 * @param entry path from the project's root, or absolute.
 * @returns the script, minified, for browsers of 2020 and later; the same sources give the same text.
 * @throws an error for an import that cannot be resolved, and for one of Node's.
 */
export async function bundle(entry: string): Promise<string> {
  const build = await rolldown({
    input: resolve(root, entry),
    platform: 'browser',
    tsconfig: join(
      root,
      entry.startsWith('core/') ? 'core/console/script/tsconfig.json' : 'forms/browser/tsconfig.json',
    ),
    resolve: { conditionNames: ['satchel-source'] },
    // one source for the mailed page and for Pocket; the mailed page carries nothing of what Pocket alone needs
    transform: { target: 'es2020', define: { isInPocket: `${entry.startsWith('forms/pocket/')}` } },
    // a warning is a fault: an import that is not resolved would be one
    onLog: (_level, log) => {
      throw new Error(`${entry}: ${log.message}`)
    },
  })
  try {
    const { output } = await build.generate({ format: 'iife', minify: true, comments: false })
    const [chunk, ...more] = output
    if (more.length > 0) throw new Error(`${entry} makes more than one file`)
    return chunk.code
  } finally {
    await build.close()
  }
}
