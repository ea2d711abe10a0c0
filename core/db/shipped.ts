// Where the folders lie that ship with the program: sql, docs, forms.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Folder of the project that ships with the program, seen from the sources and from dist. */
export function shipped(name: string): string {
  for (const up of ['../../', '../../../']) {
    const folder = fileURLToPath(new URL(`${up}${name}`, import.meta.url))
    if (existsSync(folder)) return folder
  }
  throw new Error(`the folder ${name} is not shipped with the program`)
}
