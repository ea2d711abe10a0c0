// A copy of the project in which something can be changed and tried.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A copy of the project (or of another in git) whose own packages link to the copy, and whose other packages link to the original. */
export function copyProject(root = join(import.meta.dirname, '../..')): string {
  const copy = mkdtempSync(join(tmpdir(), 'satchel-copy-'))
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\n').filter(name => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(copy, file), { recursive: true })
  }
  mkdirSync(join(copy, 'node_modules', '@satchel'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@satchel') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  }
  for (const name of readdirSync(join(root, 'node_modules', '@satchel'))) {
    symlinkSync(join(copy, name), join(copy, 'node_modules', '@satchel', name))
  }
  execFileSync('chmod', ['-R', 'a+rX', copy])
  return copy
}
