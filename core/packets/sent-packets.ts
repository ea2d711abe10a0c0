// Packets that went out: what became of them, and the end of one.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { listPackets as listRows, packetsBelow, revokePacket as revokeRow } from '../db/calls/packets.ts'

/** Newest first. */
export const listPackets = useCase(
  z.object({ limit: z.number().int().min(1) }),
  z.array(listRows.row),
  (context, { limit }) => context.asStaff(async database => [...(await database.run(listRows, { limit }))]),
)

/** Those of the acting colleague, and of a manager those of the colleagues under them. */
export const listPacketsBelow = useCase(
  z.object({ limit: z.number().int().min(1) }),
  z.array(packetsBelow.row),
  (context, { limit }) => context.asStaff(async database => [...(await database.run(packetsBelow, { limit }))]),
)

/** Refuses all further replies to a packet. @throws Problem usage/wrong where it is not open. */
export const revokePacket = useCase(
  z.object({ packet: z.string() }),
  z.object({ packet: z.string(), revoked: z.literal(true) }),
  async (context, { packet }) => {
    const { revoked } = await context.asStaff(database => database.run(revokeRow, { packet }))
    if (revoked === true) return { packet, revoked }
    throw problem('usage/wrong', 'There is no open packet of that id.', { hint: 'satchel packet list' })
  },
)
