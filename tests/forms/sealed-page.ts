// The page of a person's own form that seals its answer, as tests print it. The keys are of the right shape and nobody's.

import { printOwnSealed } from '@satchel/forms/page/own-sealed'
import type { Packet } from '@satchel/protocol/messages/packet'
import { forms, org, ownPacket, selfUpdate, words } from './samples.ts'

const keyOf = (octet: number) => Buffer.alloc(52, octet).toString('base64')

export function sealedPage(packet: Packet = ownPacket(), of = org, spoken = words(packet.language)): string {
  const script = forms.scripts.get('own-sealed')
  if (script === undefined) throw new Error('no script')
  const parts = { template: forms.ownSealed, script, keys: [keyOf(1), keyOf(2)] as const }
  return printOwnSealed(selfUpdate(), packet, spoken, of, parts)
}
