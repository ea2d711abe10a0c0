// The one secret of the host: the key that signs receipts, made here at the first start and never sent anywhere. Whoever takes it
// can forge receipts, nothing else.

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from '@satchel/protocol/spool/spool'
import { problem } from '../problems.ts'

/**
 * Reads keys/receipt.pem, or makes it, durably, before anybody could be given a receipt.
 * @throws Problem intake/key-wrong: no P-256 key, or open to others.
 */
export async function receiptKey(home: string): Promise<KeyObject> {
  const folder = join(home, 'keys')
  const file = join(folder, 'receipt.pem')
  await makeOnce(folder, file)
  const handle = openSync(file, 'r')
  try {
    if ((fstatSync(handle).mode & 0o077) !== 0) {
      throw problem('intake/key-wrong', `${file} can be read by others.`, { hint: `chmod 600 ${file}` })
    }
    const key = createPrivateKey(readFileSync(handle, 'utf8'))
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error
    // said below: the library's message would quote the file
  } finally {
    closeSync(handle)
  }
  throw problem('intake/key-wrong', `${file} is not an ECDSA P-256 key.`, {
    hint: 'move it away; a new one is made at the next start, and its public half belongs into the setting intakeReceiptKey of the core',
  })
}

async function makeOnce(folder: string, file: string): Promise<void> {
  let handle: number
  try {
    handle = openSync(file, 'wx', 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw problem('intake/key-missing', `The receipt key ${file} cannot be made.`, {
      hint: 'the home folder and its folder keys/ belong to whoever runs satchel-intake',
      cause: error,
    })
  }
  try {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeSync(handle, String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  await syncFolder(folder)
}
