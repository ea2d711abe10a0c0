// Packets on paper: one document to print, with a page break before each. A code on the paper says that somebody has it in front of them;
// with it the answer is typed in here, and nowhere else.

import { basename, dirname } from 'node:path'
import { printPaper } from '@satchel/forms/page/print-page'
import { newToken } from '@satchel/protocol/messages/token'
import { carryPaper } from '../db/calls/packets.ts'
import { paperHash } from '../packets/paper-code.ts'
import { shownPacket } from '../packets/shown-letter.ts'
import { problem } from '../problems/problems.ts'
import type { Carrier } from './carrier.ts'
import { placeFiles, stageFiles } from './out-folder.ts'

/**
 * @param file the document, in a folder that was checked.
 * @param inClear also for people whose letters are protected: a page that is printed is not.
 */
export function paperCarrier(file: string, inClear: boolean): Carrier {
  const folder = dirname(file)
  return {
    state: 'written',
    lanes: 'all',
    isFull: () => false,
    async carry(database, tools, written, { dryRun, isShown }) {
      const guarded = written.find(({ opened }) => opened.protection !== 'plain')
      if (guarded !== undefined && !inClear)
        throw problem(
          'usage/wrong',
          `Letters to ${guarded.opened.name} are protected, and a page to print is in the clear.`,
          { hint: '--in-clear writes it all the same: look after the file and the paper' },
        )
      const papers = written.map(one => ({ ...one, recipient: one.opened.name, code: newCode() }))
      for (const { opened, tokens, digest, code } of papers)
        await database.run(carryPaper, { packet: opened.id, digest, code: paperHash(tokens.id, code) })
      const id = written[0]?.tokens.id ?? ''
      const document = printPaper(papers)
      if (!dryRun) await stageFiles(folder, id, [{ name: basename(file), content: document }])
      tools.context.failpoint('out/staged')
      const carried = written.map(one => ({
        files: [file],
        ...(isShown ? { shown: shownPacket(one, [], document) } : {}),
      }))
      return { carried, place: dryRun ? undefined : () => placeFiles(folder, id, tools.context.failpoint) }
    },
  }
}

/** Short, since it is typed: it lets nothing in from outside. */
const newCode = () =>
  newToken()
    .replaceAll('-', '')
    .slice(0, 8)
    .replace(/^(....)/, '$1-')
