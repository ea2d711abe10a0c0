// The ways to a person that a packet knows: which are in doubt, and which number to call first. The letter and the page both ask here.

import { isPlainAddress } from '@satchel/protocol/mail-address'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from './definition.ts'

export interface Contact {
  readonly kind: 'phone' | 'email'
  /** As it is on file; a link can hold it. */
  readonly value: string
  /** What was heard of it, and on which day, where that is known: a letter came back, or somebody else answered. */
  readonly trouble?: { readonly state: 'came-back' | 'reported-wrong'; readonly date?: string }
}

/** States of a row that say the same, where a form shows them. */
const cameBack = ['bounced', 'bad', 'wrong', 'failed', 'invalid']

/** Phone numbers and mail addresses on file: those without trouble first, else as they stand there. */
export function contactsOf(def: FormDefinition, packet: Packet): readonly Contact[] {
  const known = def.collections.flatMap(({ name, fields }) => {
    const field = fields.find(({ type }) => type === 'contact')
    if (field === undefined) return []
    return (packet.record.rows.get(name) ?? []).flatMap((row): Contact[] => {
      const [kind = '', value = ''] = [row.fields.get('kind'), row.fields.get(field.name)]
      const trouble = troubleOf(packet, value, row.fields.get('status'))
      if (kind === 'phone') return /^\+?[0-9 ()./-]{3,40}$/.test(value) ? [{ kind, value, ...trouble }] : []
      return isPlainAddress(value) ? [{ kind: 'email', value, ...trouble }] : []
    })
  })
  return [
    ...known.filter(({ trouble }) => trouble === undefined),
    ...known.filter(({ trouble }) => trouble !== undefined),
  ]
}

function troubleOf({ case: about }: Packet, value: string, status = ''): Pick<Contact, 'trouble'> {
  const found = about?.troubles?.find(each => each.value === value)
  if (found !== undefined)
    return { trouble: { state: found.state === 'reported-wrong' ? 'reported-wrong' : 'came-back', date: found.date } }
  return cameBack.includes(status) ? { trouble: { state: 'came-back' } } : {}
}

/** The number to offer first; undefined where none is on file, or each of them is in doubt. */
export const numberToCall = (contacts: readonly Contact[]): Contact | undefined =>
  contacts.find(({ kind, trouble }) => kind === 'phone' && trouble === undefined)

/** Whether the form shows numbers and addresses, and none is on file. */
export const isUnreachable = (def: FormDefinition, packet: Packet): boolean =>
  showsContacts(def) && contactsOf(def, packet).length === 0

export const showsContacts = (def: FormDefinition): boolean =>
  def.collections.some(({ fields }) => fields.some(({ type }) => type === 'contact'))
