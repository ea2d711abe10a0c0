// A sender whose answer was not understood is told how to answer: not by the address that the mail names, which anybody can write, but
// at the one that the packet went to.

import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../../db/database.ts'
import { packetHolder } from '../../db/calls/packets.ts'
import { tokenAddress } from '../../db/calls/intake.ts'
import type { Act, Hints } from '../read/act.ts'
import { answerUnreadable, type NoticeTools } from './notices.ts'

interface Holder {
  readonly mailto: string
  readonly packet: string
  readonly packetId: number
  readonly language: string
}

/** Tells the holder of the first open packet that the hints lead to, once an item; nobody where they lead to none. @returns whether a letter goes out. @param part the rest went in. */
export async function tellHolder(
  database: Database,
  tools: NoticeTools,
  item: string,
  fault: Problem,
  hints: Hints,
  part = false,
): Promise<boolean> {
  const holder = await findHolder(database, tools, hints)
  if (holder === null) return false
  try {
    await answerUnreadable(database, tools, item, fault, holder, part)
    return true
  } catch (error) {
    // an address that no letter can go to: the item is looked at all the same
    if (!(error instanceof Problem && error.code === 'address/not-valid')) throw error
    return false
  }
}

async function findHolder(database: Database, { context }: NoticeTools, hints: Hints): Promise<Holder | null> {
  for (const token of new Set(hints.tokens)) {
    const { address } = await database.run(tokenAddress, { token })
    if (address === null || !['reply', 'address', 'bounce'].includes(address.purpose) || address.live !== true) continue
    const { mailto, packet, packet_id: packetId, language } = address
    if (mailto !== null && packet !== null && packetId !== null) return { mailto, packet, packetId, language }
  }
  const asked = [
    { letter: ourLetter(hints.answers ?? '', context.settings.mail), packet: null },
    ...(hints.packets ?? []).map(packet => ({ letter: null, packet })),
  ]
  for (const one of asked) {
    if (one.letter === null && one.packet === null) continue
    const { holder } = await database.run(packetHolder, one)
    if (holder !== null) return { ...holder, packetId: holder.packet_id }
  }
  return null
}

/** The letter that a Message-ID is of, where it is one of ours. */
function ourLetter(messageId: string, mail: string): string | null {
  const [letter = '', domain = ''] = messageId.split('@')
  return domain.toLowerCase() === mail.split('@')[1]?.toLowerCase() && letter !== '' ? letter.toLowerCase() : null
}

/** By what the holder may be known of an item that failed when it was applied. */
export function hintsOf(act: Act): Hints | undefined {
  if ('hints' in act && act.hints !== undefined) return act.hints
  return 'otherwise' in act && act.otherwise != null ? hintsOf(act.otherwise) : undefined
}
