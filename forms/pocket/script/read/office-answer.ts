// The office's answer about a reply, as its letter carries it: `(satchel-outcome ...)`, protocol/messages/outcome.ts. Names, outcomes and
// reasons of fixed lists; no value is in it. It is not signed: isAbout (kept/held.ts) says which one is taken.

const outcomes = ['applied', 'same', 'held', 'refused', 'superseded'] as const

export type BecameOf = (typeof outcomes)[number]

export interface Became {
  /** Id of the reply that it is about; nobody but its writer and the office knows it. */
  readonly reply: string
  readonly packet: string
  /** Place of the label, as packet-facts.ts writes it, with what became of it. */
  readonly slots: readonly { readonly slot: string; readonly is: BecameOf }[]
}

const head =
  /^\s*\(satchel-outcome\s+\(version 1\)\s+\(reply "([^"\\]{0,200})"\)\s+\(packet "([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})"\)\s+\(epoch [0-9]{1,16}\)\s+\(status [a-z-]{1,20}\)/

const slot = /\((field|row|report|report-field)((?: [a-z][a-z0-9-]{0,63}| "[^"\\]{0,64}"){1,4})\)/g

/** Null for what is no such file. */
export function readOutcome(text: string): Became | null {
  if (text.length > 256 * 1024) return null
  const found = head.exec(text)
  if (found === null) return null
  const slots = [...text.slice(found[0].length).matchAll(slot)].flatMap(([, kind = '', rest = '']) => {
    const words = [...rest.matchAll(/ (?:"([^"]*)"|([a-z0-9-]+))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    const names = words.splice(0, kind === 'row' ? 2 : kind === 'report' ? 0 : 1)
    const is = outcomes.find(each => each === words[0])
    return is === undefined ? [] : [{ slot: [kind, ...names].join(' '), is }]
  })
  return { reply: found[1] ?? '', packet: found[2] ?? '', slots }
}
