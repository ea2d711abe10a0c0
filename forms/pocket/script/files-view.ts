// Says it where Pocket's own files are not those that the office signed. This very code was served by the same host, so a host in other hands
// may serve a Pocket that says nothing: this finds a change, and proves nothing.

import { octetsOf, sha256 } from '../../browser/bytes.ts'
import { need } from '../../page/script/dom.ts'
import type { Held } from './kept/held.ts'
import { checkFiles } from './read/check-files.ts'
import { say } from './say.ts'

/** Name in the list, and where it is fetched: the kept copy where there is one, and the worker's new one from the host. */
const files = [
  ['index.html', './'],
  ['packet.html', 'packet.html'],
  ['worker.js', 'worker.js'],
  ['manifest.webmanifest', 'manifest.webmanifest'],
  ['icon.svg', 'icon.svg'],
  ['icon.png', 'icon.png'],
] as const

const fetched = async (path: string): Promise<Response> => {
  const answer = await fetch(path, { cache: 'no-store', credentials: 'omit', redirect: 'error' })
  if (!answer.ok) throw new Error(path)
  return answer
}

/** Without a network nothing is served anew, so nothing is checked. */
export async function tellFiles(held: Held): Promise<void> {
  const keys = [...new Set([...held.heads.values()].map(({ coreKey }) => coreKey))].filter(key => key !== '')
  if (keys.length === 0) return
  try {
    const lists = await (await fetched('signed')).text()
    const hashes = new Map<string, string>()
    for (const [name, path] of files)
      hashes.set(name, await sha256(await octetsOf((await fetched(path)).arrayBuffer())))
    const found = await checkFiles(lists, keys, hashes)
    const place = need('changed')
    place.hidden = found === 'good' || found === 'unknown'
    place.textContent = place.hidden ? '' : say(found === 'changed' ? 'filesChanged' : 'filesUnsigned')
  } catch {
    // no network
  }
}
