// A disk that is soon full: a tmpfs of 64 KiB. Needs root and the right to mount, which a container often has not; the tests
// that need it are left out by name there.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const mount = (folder: string) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' })
const unmount = (folder: string) => execFileSync('umount', [folder], { stdio: 'pipe' })

/** Whether a disk can be mounted here: tried once, and taken away again. */
export const canMount: boolean = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'satchel-small-'))
  try {
    mount(folder)
    unmount(folder)
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
})()

/** Gives the work a folder on a disk of 64 KiB of its own. */
export async function withSmallDisk(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-small-'))
  try {
    mount(folder)
    try {
      await work(folder)
    } finally {
      unmount(folder)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
