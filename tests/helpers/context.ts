// A context on a test's home folder, as the entry of the process makes one: use cases are called with it, without a terminal.

import { type Context, makeContext } from '@satchel/core/context/context'
import { readSettings } from '@satchel/core/home/settings'
import { corePrivateKey } from '@satchel/core/keys/core-keys'
import type { TestHome } from './home.ts'

/** @param operator who acts, else the one of the settings. */
export function contextOf({ home }: TestHome, operator?: string): Context {
  const settings = readSettings(home.folder, {})
  return makeContext({
    readCoreKey: corePrivateKey,
    home,
    settings: operator === undefined ? settings : { ...settings, operator },
    env: {},
    now: () => new Date(),
    failpoint: () => undefined,
    stop: new AbortController().signal,
  })
}

/** What a use case reports while it works. */
export function reported() {
  const steps: string[] = []
  const notes: string[] = []
  return { steps, notes, step: (text: string) => void steps.push(text), note: (text: string) => void notes.push(text) }
}
