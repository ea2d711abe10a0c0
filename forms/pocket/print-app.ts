// The files of Pocket, printed once for all: they hold nothing of anybody, so they are the same for every office.

import { languageOf } from '@satchel/protocol/languages'
import type { Forms } from '../loader.ts'
import { tokens } from '../look/tokens.ts'
import { appManifest } from './app-manifest.ts'
import { words } from './words/all-words.ts'
import { versionOf, workerFor } from './app-version.ts'

export interface AppScripts {
  readonly app: string
  readonly packet: string
  readonly worker: string
}

/** Text files by name; icons are pictures that lie beside them. */
export function printApp(forms: Forms, scripts: AppScripts): ReadonlyMap<string, string> {
  const { paper } = tokens.light
  const languages = Object.keys(words).map(code => ({ code, ...languageOf(code) }))
  const within = (page: string, script: string) => {
    if (/<\/?script|<!--/i.test(script)) throw new TypeError('this script cannot stand in a page')
    return page.replace('<script></script>', () => `<script>${script}</script>`)
  }
  const index = within(forms.pocketApp.render({ paper, paperDark: tokens.dark.paper, languages }), scripts.app)
  const packet = within(forms.pocketPacket.render({}), scripts.packet)
  const version = versionOf([index, packet])
  return new Map([
    ['index.html', index],
    ['packet.html', packet],
    ['worker.js', workerFor(scripts.worker, version)],
    ['manifest.webmanifest', `${JSON.stringify(appManifest(paper), null, 1)}\n`],
  ])
}
