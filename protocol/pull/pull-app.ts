// The list of Pocket's files that the core signed, one a line: its signature, a space, `(satchel-app ...)`. A packet carries the key that
// verifies it. An intake keeps the last few: for a while its own files are of another version than the core's.

import { notValid } from '../sexp/tagged-lists.ts'

export interface SignedApp {
  /** `(satchel-app (version 1) (file "NAME" "SHA-256") ...)`, on one line. */
  readonly text: string
  /** Base64. */
  readonly signature: string
}

/** One line of a few names and hashes. */
export const appLineBytes = 4096

const line = /^([A-Za-z0-9+/]{86}==) (\(satchel-app \(version 1\)(?: \(file "[a-z.-]{1,40}" "[0-9a-f]{64}"\)){1,20}\))$/

export const printAppList = (files: ReadonlyMap<string, string>): string =>
  `(satchel-app (version 1)${[...files].map(([name, hash]) => ` (file "${name}" "${hash}")`).join('')})`

export const printSignedApp = ({ text, signature }: SignedApp): string => `${signature} ${text}\n`

/** @throws Problem record/not-valid. */
export function parseSignedApp(body: string): SignedApp {
  const [, signature, text] = line.exec(body.replace(/\n$/, '')) ?? []
  if (signature === undefined || text === undefined) throw notValid('This is no signed list of files')
  return { text, signature }
}
