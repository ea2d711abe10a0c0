// Tests that need programs of the operating system. A missing one leaves the test out by name; where
// SATCHEL_REQUIRE_SYSTEM=1 (the full CI run) it is a failure, so that nothing is left out there without a word.
// oxlint-disable vitest/expect-expect, vitest/no-conditional-tests, vitest/valid-title, vitest/no-disabled-tests -- it declares the tests of others
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'vitest'

/** Where a program lies on PATH (gpg, chromium, ...); null when it is not there. Never runs it. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      if (statSync(path).isFile()) return path
    } catch {
      // not in this folder
    }
  }
  return null
}

/**
 * A test that runs only where all the programs are on PATH.
 * @param programs names as typed, like `gpg`.
 * @param timeoutMs of the test itself; the project's where not given.
 */
export function systemTest(
  programs: readonly string[],
  name: string,
  body: () => void | Promise<void>,
  timeoutMs?: number,
): void {
  const missing = programs.filter(program => findProgram(program) === null)
  if (missing.length === 0) {
    test(name, body, timeoutMs)
  } else if (process.env.SATCHEL_REQUIRE_SYSTEM === '1') {
    test(name, () => {
      throw new Error(`SATCHEL_REQUIRE_SYSTEM=1, and these programs are not on PATH: ${missing.join(', ')}`)
    })
  } else {
    test.skip(`${name} (left out: no ${missing.join(', no ')} here)`, body)
  }
}
