// The core's keys: the only file of the core that reads private keys. core-private.asc opens items and signs packets; the
// recovery key is born here too, but its passphrase is shown once and it should leave this host.

import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import {
  makeCoreKey,
  makeRecoveryKey,
  type PrivateKey,
  type PublicKey,
  readPrivateKey,
  readPublicKey,
} from '@satchel/protocol/envelope/pgp-keys'
import { newToken } from '@satchel/protocol/messages/token'
import { type Home, writePrivate } from '../home/home.ts'
import { earlierFiles, needKeyFile, pathOf, readKeyFile } from './key-files.ts'
import { makeMarkKey } from './keyed-marks.ts'
import { makePullKey } from './pull-key.ts'
import { problem } from '../problems/problems.ts'

/**
 * Makes the core key where it is missing, and a recovery key: the passphrase of one that a stopped init made was never
 * shown, so that one is put aside. The public half is written last, so a killed init makes them anew.
 * @returns the recovery key's passphrase; it is kept nowhere.
 */
export async function makeKeys(home: Home, organisation: string, mail: string, now: Date): Promise<string> {
  if (readKeyFile(home, 'public') === null) {
    const made = await makeCoreKey({ name: organisation, email: mail, now })
    writePrivate(pathOf(home, 'private'), made.privateArmored)
    writePrivate(pathOf(home, 'public'), made.publicArmored)
  }
  makeMarkKey(home)
  makePullKey(home)
  for (const file of ['recoveryPrivate', 'recoveryPublic'] as const) {
    if (readKeyFile(home, file) !== null) renameSync(pathOf(home, file), `${pathOf(home, file)}.earlier`)
  }
  const passphrase = newToken().replace(/(.{5})(?=.)/g, '$1-')
  const made = await makeRecoveryKey({ name: `${organisation} recovery`, email: mail, passphrase, now })
  writePrivate(pathOf(home, 'recoveryPrivate'), made.privateArmored)
  writePrivate(pathOf(home, 'recoveryPublic'), made.publicArmored)
  return passphrase
}

/** @returns the key that opens items and signs packets. @throws Problem key/missing, key/unreadable. */
export async function corePrivateKey(home: Home): Promise<PrivateKey> {
  const armored = needKeyFile(home, 'private')
  try {
    return await readPrivateKey(armored)
  } catch (error) {
    throw problem('key/unreadable', `The key file ${pathOf(home, 'private')} holds no usable private key.`, {
      hint: 'bring it back from your backup',
      cause: error,
    })
  }
}

async function readEarlier(home: Home, name: string): Promise<PrivateKey> {
  try {
    return await readPrivateKey(readFileSync(join(home.keys, name), 'utf8'))
  } catch (error) {
    throw problem('key/unreadable', `The key file ${join(home.keys, name)} holds no usable private key.`, {
      hint: 'bring it back from your backup',
      cause: error,
    })
  }
}

/** @returns the core keys of before, each change of the key left one. @throws Problem key/unreadable. */
export function earlierKeys(home: Home): Promise<readonly PrivateKey[]> {
  return Promise.all(earlierFiles(home).map(name => readEarlier(home, name)))
}

/** @returns every key that may open an item: the core's own first, then those before it. @throws Problem key/... */
export async function openingKeys(home: Home): Promise<readonly PrivateKey[]> {
  return [await corePrivateKey(home), ...(await earlierKeys(home))]
}

/**
 * Makes a new core key. The one before it stays, for what was sealed to it: forms that are out, intakes that do not have the new
 * one yet. Killed anywhere, every key that something was sealed to is still there.
 * @returns fingerprint of the new key.
 */
export async function rotateCoreKey(home: Home, organisation: string, mail: string, now: Date): Promise<string> {
  const armored = readKeyFile(home, 'private')
  // a core key that was lost has nothing to keep; the recovery key opens what was sealed to it
  if (armored !== null) {
    const id = (await corePrivateKey(home)).getFingerprint().slice(-16).toLowerCase()
    writePrivate(join(home.keys, `core-private-earlier-${id}.asc`), armored)
  }
  const made = await makeCoreKey({ name: organisation, email: mail, now })
  writePrivate(pathOf(home, 'private'), made.privateArmored)
  writePrivate(pathOf(home, 'public'), made.publicArmored)
  return made.fingerprint
}

/** @throws Problem key/missing, key/unreadable where the file or its passphrase is not the recovery key's. */
export async function readRecoveryKey(file: string, passphraseFile: string): Promise<PrivateKey> {
  for (const path of [file, passphraseFile]) {
    if (!existsSync(path)) throw problem('key/missing', `There is no file ${path}.`)
  }
  try {
    return await readPrivateKey(readFileSync(file, 'utf8'), readFileSync(passphraseFile, 'utf8').trim())
  } catch (cause) {
    throw problem('key/unreadable', 'The recovery key cannot be opened with this passphrase.', {
      hint: 'the passphrase stands alone in its file, as init showed it, with its hyphens',
      cause,
    })
  }
}

/** @returns the two keys that everything is sealed to: the core's and the recovery key. */
export async function sealingKeys(home: Home): Promise<readonly PublicKey[]> {
  return [await readPublicKey(needKeyFile(home, 'public')), await readPublicKey(needKeyFile(home, 'recoveryPublic'))]
}
