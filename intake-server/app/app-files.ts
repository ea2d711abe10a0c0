// The files of Pocket, as they lie beside this one: read once, each with the policy that its own scripts and styles need, by their hashes.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appHeaders } from './app-policy.ts'

export interface AppFile {
  readonly body: Buffer
  readonly type: string
  /** In place of the headers that every page has. */
  readonly headers: Readonly<Record<string, string>>
}

/** Beside this file in the sources, above it when compiled into dist. */
const folder =
  ['files', '../../app/files'].map(each => join(import.meta.dirname, each)).find(each => existsSync(each)) ?? ''

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
}

function read(name: string): AppFile {
  const body = readFileSync(join(folder, name))
  const headers = appHeaders(name, body.toString('utf8'))
  return { body, type: types[name.replace(/.*\./, '')] ?? 'application/octet-stream', headers }
}

const names = ['index.html', 'packet.html', 'worker.js', 'manifest.webmanifest', 'icon.svg', 'icon.png'] as const

let files: ReadonlyMap<string, AppFile> | null = null

/** @param name behind `/app/`; null for no file of Pocket. */
export function appFile(name: string): AppFile | null {
  files ??= new Map(names.map(each => [each, read(each)]))
  return files.get(name === '' ? 'index.html' : name) ?? null
}
