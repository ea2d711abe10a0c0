// Whether the files of Pocket are those that the core signed. A packet brought the key; the lists come from the host, which may be in other hands.

import { fromBase64, utf8 } from '../../../browser/bytes.ts'

/** `unknown`: there is no key yet, or this browser cannot verify. `unsigned`: the host shows no list that the core signed. */
export type Checked = 'good' | 'changed' | 'unsigned' | 'unknown'

async function keyOf(text: string): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('spki', fromBase64(text), 'Ed25519', false, ['verify'])
  } catch {
    return null
  }
}

/** The names and hashes of a signed line; null where none of the keys signed it. */
async function verified(line: string, keys: readonly CryptoKey[]): Promise<ReadonlyMap<string, string> | null> {
  const [, signature = '', text = ''] = /^([A-Za-z0-9+/=]+) (\(satchel-app \(version 1\) .*\))$/.exec(line) ?? []
  for (const key of keys) {
    const isOurs = await crypto.subtle.verify('Ed25519', key, fromBase64(signature), utf8(text)).catch(() => false)
    if (text !== '' && isOurs)
      return new Map(
        [...text.matchAll(/\(file "([a-z.-]+)" "([0-9a-f]{64})"\)/g)].map(([, name = '', hash = '']) => [name, hash]),
      )
  }
  return null
}

/** @param lists as the host shows them. @param keys those that packets brought. @param hashes SHA-256 of each file, by name. */
export async function checkFiles(
  lists: string,
  keys: readonly string[],
  hashes: ReadonlyMap<string, string>,
): Promise<Checked> {
  const known = (await Promise.all(keys.map(keyOf))).filter(key => key !== null)
  if (known.length === 0) return 'unknown'
  const signed = (
    await Promise.all(
      lists
        .split('\n')
        .slice(0, 8)
        .map(line => verified(line, known)),
    )
  ).filter(list => list !== null)
  const isSame = (list: ReadonlyMap<string, string>) =>
    list.size === hashes.size && [...list].every(([name, hash]) => hashes.get(name) === hash)
  if (signed.some(isSame)) return 'good'
  return signed.length > 0 ? 'changed' : 'unsigned'
}
