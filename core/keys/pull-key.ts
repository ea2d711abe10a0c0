// The core's Ed25519 key that signs its requests to an intake. Its public half goes to the intake, where it is the only
// authority to list, fetch, settle and forget items.

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Home, writePrivate } from '../home/home.ts'
import { problem } from '../problems/problems.ts'

const keyFile = (home: Home) => join(home.keys, 'pull-private.pem')

/** Makes the key where there is none. */
export function makePullKey(home: Home): void {
  if (existsSync(keyFile(home))) return
  const { privateKey } = generateKeyPairSync('ed25519')
  writePrivate(keyFile(home), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

/** @throws Problem key/missing, key/unreadable. */
export function pullKey(home: Home): KeyObject {
  let text: string
  try {
    text = readFileSync(keyFile(home), 'utf8')
  } catch (cause) {
    throw problem('key/missing', `The key file ${keyFile(home)} is missing.`, {
      hint: 'bring it back from your backup: every intake knows its other half',
      cause,
    })
  }
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw problem('key/unreadable', `The key file ${keyFile(home)} holds no usable key.`, {
      hint: 'bring it back from your backup',
      cause,
    })
  }
}

/** The half with which a packet's reader verifies what became of a receipt: SPKI in base64, one line. */
export function outcomeKeyText(home: Home): string {
  return createPublicKey(pullKey(home)).export({ type: 'spki', format: 'der' }).toString('base64')
}

/** The half that the intake gets, PEM. */
export function pullPublicKey(home: Home): string {
  return createPublicKey(pullKey(home)).export({ type: 'spki', format: 'pem' }).toString()
}
