// Packets as files in a folder: those that a letter would carry, protected as a letter would be. No letter is queued.

import { carryPacket } from '../db/calls/packets.ts'
import { protectFiles } from '../packets/protect-files.ts'
import { shownPacket } from '../packets/shown-letter.ts'
import type { Carrier } from './carrier.ts'
import { placeFiles, safePart, stageFiles } from './out-folder.ts'

/** @param isShared the packets go to several people: each has a folder of their own in it. */
export function fileCarrier(folder: string, isShared: boolean): Carrier {
  return {
    state: 'written',
    // the record's id and never its name: a stick is lost more easily than a letter
    base:
      ({ key, staff }) =>
      ({ id }) =>
        `${safePart(key)}_${safePart(staff ?? '')}_${id}`,
    isFull: written => written.length > 0,
    async carry(database, tools, [one], { dryRun, isShown }) {
      if (one === undefined) return { carried: [] }
      const { id } = one.tokens
      const within = isShared ? `${safePart(one.base?.split('_')[1] ?? '')}/` : ''
      const files = (await protectFiles(tools, one)).map(file => ({ ...file, name: `${within}${file.name}` }))
      const shown = isShown ? { shown: shownPacket(one, files) } : {}
      if (!dryRun) await stageFiles(folder, id, files)
      tools.context.failpoint('out/staged')
      await database.run(carryPacket, { packet: one.opened.id, digest: one.digest, carrier: 'file' })
      const carried = [{ files: files.map(({ name }) => name), ...shown }]
      return { carried, place: dryRun ? undefined : () => placeFiles(folder, id, tools.context.failpoint) }
    },
  }
}
