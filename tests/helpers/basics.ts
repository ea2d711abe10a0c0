// What npm test may start: Node, and the programs that every Linux and macOS has. A test that starts anything else fails everywhere, also
// where that program happens to be installed, and so is found at once; it belongs into a file *.system.test.ts.

import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const basics = (
  'sh env npm cat chmod chown cp grep gzip head id ls mkdir mkfifo mv rm sed sleep sort tail tar tr uname ' +
  // for the embedded PostgreSQL: as root it makes itself a user, and initdb asks which locales there are
  'locale useradd ' +
  // for tests of a full disk, as root on Linux
  'mount umount unshare'
).split(' ')

/**
 * Makes a folder that holds links to these programs, those that are there.
 * @param path where they are looked for, as in PATH.
 * @returns the folder, to be PATH as a whole.
 */
export function basicsOnly(folder: string, path: string): string {
  mkdirSync(folder)
  symlinkSync(process.execPath, join(folder, 'node'))
  // where useradd and mount lie is not always on a user's PATH
  const folders = [...path.split(delimiter), '/usr/sbin', '/sbin'].filter(one => one !== '')
  for (const program of basics) {
    const found = folders.map(one => join(one, program)).find(file => existsSync(file))
    if (found !== undefined) symlinkSync(program === 'npm' ? realpathSync(found) : found, join(folder, program))
  }
  return folder
}
