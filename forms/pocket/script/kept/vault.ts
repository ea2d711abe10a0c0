// The store of Pocket on the device, all of it sealed: a random key seals each item (AES-256-GCM, bound to its place), and the key is sealed with
// one made from Pocket's passphrase (PBKDF2-SHA256). Without the passphrase one sees how many items there are, and about how long.

import { type Bytes, randomBytes, toHex } from '../../../browser/bytes.ts'
import { keyFrom, openItem, openWith, rounds, sealItem, sealWith } from './seal-item.ts'

interface Lock {
  readonly salt: Bytes
  readonly rounds: number
  /** The key, sealed: 12 octets of the nonce first. */
  readonly sealed: Bytes
}

/** `pages` are read when they are opened, `items` at the start. */
export type Store = 'items' | 'pages'

export interface Vault {
  /** @param id of an earlier value that it replaces. @returns its id. @throws DOMException where there is no room. */
  put(store: Store, value: unknown, id?: string): Promise<string>
  get(store: Store, id: string): Promise<unknown>
  all(): Promise<ReadonlyMap<string, unknown>>
  remove(store: Store, id: string): Promise<void>
  /** False where the old one is wrong. */
  change(old: string, next: string): Promise<boolean>
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not stored'))
  })

let opened: Promise<IDBDatabase> | null = null

const databaseName = 'satchel-pocket'

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => {
      for (const store of ['plain', 'items', 'pages']) request.result.createObjectStore(store)
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no storage'))
  })
  return opened
}

async function within<T>(store: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>) {
  const transaction = (await database()).transaction(store, mode)
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('not stored'))
    transaction.onerror = () => reject(transaction.error ?? new Error('not stored'))
  })
  const [result] = await Promise.all([asked(work(transaction.objectStore(store))), ended])
  return result
}

/** The part that is no secret: the language, and the lock itself. */
export const plain = {
  get: (name: string): Promise<unknown> => within<unknown>('plain', 'readonly', store => store.get(name)),
  set: (name: string, value: unknown) => within('plain', 'readwrite', store => store.put(value, name)),
}

export const isBegun = async (): Promise<boolean> => (await plain.get('lock')) !== undefined

async function setLock(passphrase: string, octets: Bytes): Promise<void> {
  const salt = randomBytes(16)
  const sealed = await sealWith(await keyFrom(passphrase, salt, rounds), 'key', octets)
  await plain.set('lock', { salt, rounds, sealed } satisfies Lock)
}

/** Null where the passphrase is another one. */
async function keyOctets(passphrase: string): Promise<Bytes | null> {
  const { salt, rounds: count, sealed } = (await plain.get('lock')) as Lock
  try {
    return await openWith(await keyFrom(passphrase, salt, count), 'key', sealed)
  } catch {
    return null
  }
}

export async function beginVault(passphrase: string): Promise<Vault> {
  const octets = randomBytes(32)
  await setLock(passphrase, octets)
  return vaultOf(octets)
}

export async function openVault(passphrase: string): Promise<Vault | null> {
  const octets = await keyOctets(passphrase)
  return octets === null ? null : vaultOf(octets)
}

async function vaultOf(octets: Bytes): Promise<Vault> {
  const key = await crypto.subtle.importKey('raw', octets, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const read = (store: Store, id: string, sealed: Bytes) => openItem(key, `${store} ${id}`, sealed)
  return {
    async put(store, value, id = toHex(randomBytes(16))) {
      const sealed = await sealItem(key, `${store} ${id}`, value)
      await within(store, 'readwrite', at => at.put(sealed, id))
      return id
    },
    async get(store, id) {
      const sealed = await within<Bytes | undefined>(
        store,
        'readonly',
        at => at.get(id) as IDBRequest<Bytes | undefined>,
      )
      return sealed === undefined ? undefined : read(store, id, sealed)
    },
    async all() {
      const ids = (await within('items', 'readonly', at => at.getAllKeys())) as string[]
      const sealed = await within('items', 'readonly', at => at.getAll() as IDBRequest<Bytes[]>)
      const values = await Promise.all(
        ids.map(async (id, at) => [id, await read('items', id, sealed[at] ?? new Uint8Array())] as const),
      )
      return new Map(values)
    },
    async remove(store, id) {
      await within(store, 'readwrite', at => at.delete(id))
    },
    async change(old, next) {
      const same = await keyOctets(old)
      if (same === null) return false
      await setLock(next, same)
      return true
    },
  }
}

/** Everything that this origin keeps, the language and the kept files of Pocket itself too. */
export async function wipeAll(): Promise<void> {
  if (opened !== null) (await opened).close()
  opened = null
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(databaseName)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error ?? new Error('not removed'))
    request.onblocked = () => resolve()
  })
}
