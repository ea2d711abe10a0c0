// Keyed marks of e-mail addresses: consent outlives the address it was given for, and a list of marks says nothing without
// the key. The only file that reads the mark key.

import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { domainToASCII, domainToUnicode } from 'node:url'
import { type Home, writePrivate } from '../home/home.ts'
import { problem } from '../problems/problems.ts'

const keyFile = (home: Home) => join(home.keys, 'mark.key')

/** Makes the key where there is none. Never a second time: with another key every "no" would be forgotten. */
export function makeMarkKey(home: Home): void {
  if (!existsSync(keyFile(home))) writePrivate(keyFile(home), `${randomBytes(32).toString('hex')}\n`)
}

/** One spelling of an address: lower case, composed, domain in ASCII. */
export function normalAddress(address: string): string {
  const text = address.trim().normalize('NFC').toLowerCase()
  const at = text.lastIndexOf('@')
  return `${text.slice(0, at)}@${domainToASCII(text.slice(at + 1)) || text.slice(at + 1)}`
}

/** As contact points keep it, to be looked up: lower case, composed, the domain in its own letters. */
export function spelledAddress(address: string): string {
  const normal = normalAddress(address)
  const at = normal.lastIndexOf('@')
  return `${normal.slice(0, at)}@${domainToUnicode(normal.slice(at + 1)) || normal.slice(at + 1)}`
}

/** @returns the mark, 64 hex digits. @throws Problem key/missing. */
export const addressMark = (home: Home, address: string): string => mark(home, `address:${normalAddress(address)}`)

/** Of a record, by its uuid, for the ledger of erasures. @throws Problem key/missing. */
export const recordMark = (home: Home, uuid: string): string => mark(home, `record:${uuid}`)

function mark(home: Home, text: string): string {
  let key: string
  try {
    key = readFileSync(keyFile(home), 'utf8').trim()
  } catch (cause) {
    throw problem('key/missing', `The key file ${keyFile(home)} is missing.`, {
      hint: 'bring it back from your backup; with another key every opt-out would be forgotten',
      cause,
    })
  }
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex')
}
