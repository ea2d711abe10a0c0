// The facts of a packet besides its page: which it is, when it is due, what it is about, and where its answer goes.

import { inert } from './read-page.ts'

export interface PacketFacts {
  readonly packet: string
  readonly name: string
  readonly place: string
  readonly why: string
  /** YYYY-MM-DD; empty where nothing has a day. */
  readonly due: string
  /** A moment in UTC. */
  readonly expires: string
  /** The address that the answer goes to. */
  readonly url: string
  /** The core's, SPKI in base64: verifies Pocket's own files. Empty in a packet without one. */
  readonly coreKey: string
  readonly language: string
  readonly direction: string
  /** Labels by name on the wire, for the office's answer. */
  readonly labels: readonly (readonly [string, string])[]
}

const text = (of: Element | null | undefined, most = 200): string =>
  (of?.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, most)

const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/

/** Null for what is no page of a packet, or of one that no sealed answer can leave from. */
export function factsOf(page: string): PacketFacts | null {
  const shown = inert(page)
  const data = shown.querySelector('form#form')?.getAttribute('data-packet')?.split('\n') ?? []
  const [packet = '', , token = '', , language = '', , url = '', receiptKey = '', core = '', recovery = ''] = data
  const [expires = '', due = '', coreKey = ''] = data.slice(11)
  if (!/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$/.test(packet) || [token, url, receiptKey, core, recovery].includes(''))
    return null
  return {
    packet,
    name: text(shown.querySelector('.who h1')),
    place: text(shown.querySelector('.who h1 + p > bdi:only-child'), 80),
    why: text(shown.querySelector('.ask h2')),
    due: day.test(due) ? due : '',
    expires: Number.isNaN(Date.parse(expires)) ? '' : expires,
    url,
    coreKey,
    language: /^[a-z]{2,8}$/.test(language) ? language : 'en',
    direction: shown.documentElement.getAttribute('dir') === 'rtl' ? 'rtl' : 'ltr',
    labels: labelsOf(shown),
  }
}

/** A field by its label, a row by what it is and what stands in it. */
function labelsOf(shown: Document): PacketFacts['labels'] {
  const found: [string, string][] = []
  for (const box of shown.querySelectorAll('form [name*="."]')) {
    const [kind = '', collection = '', row = '', last] = (box.getAttribute('name') ?? '').split('.')
    const rowOf = box.closest('details.row')
    if (last !== undefined)
      found.push([
        `row ${collection} ${row}`,
        `${text(rowOf?.querySelector('.what'), 60)} ${text(rowOf?.querySelector('.is'), 60)}`.trim() ||
          text(rowOf?.querySelector('.add'), 60),
      ])
    else if (kind === 'report' || kind === 'set') {
      const label = box.closest('label')
      const name =
        box.getAttribute('type') === 'radio' ? box.closest('fieldset')?.querySelector('legend') : label?.firstChild
      found.push([
        `${kind === 'set' ? 'field' : 'report-field'} ${collection}`,
        (name?.textContent ?? '').trim().slice(0, 60),
      ])
    }
  }
  return found
    .filter(([, label], at) => label !== '' && found.findIndex(([key]) => key === found[at]?.[0]) === at)
    .slice(0, 500)
}
