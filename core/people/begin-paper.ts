// The answer on a printed packet begins to be typed in: its text form as a file for the clerk's editor, with the values that the paper shows.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wordsFor } from '@satchel/forms/loader'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import { say } from '@satchel/forms/words/form-words'
import { newToken, tokenHash } from '@satchel/protocol/messages/token'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { answerPaper } from '../db/calls/packets.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { buildPacket } from '../packets/packet-file.ts'
import { paperHash } from '../packets/paper-code.ts'
import { accepted, refusal } from '../problems/refusal.ts'

/** @throws Problem token/not-known where no open printed packet has this number and code, or the operator may not answer for its recipient. */
export const beginPaper = useCase(
  z.object({
    packet: z.string(),
    /** As it is printed below the number of the packet. */
    code: z.string(),
  }),
  z.object({
    /** Holds the form with a token of its own, readable by its owner alone. */
    file: z.string(),
    text: z.string(),
  }),
  async (context, { packet: id, code }) => {
    const key = await context.coreKey()
    return context.asDispatch(async database => {
      const catalog = await loadCatalog(database)
      const token = newToken()
      const answer = await database.run(answerPaper, {
        packet: id,
        code: paperHash(id, code),
        token: tokenHash(token),
        operator: context.settings.operator,
      })
      const opened = accepted(answer.opened, refused => refusal(refused, {}, notThisPaper))
      const form = catalog.find(opened.form_name, opened.form_version)
      if (form === null) throw refusal('form/not-known', { form: opened.form_name })
      const words = wordsFor(catalog.forms.words, opened.language)
      const secrets = { id, token, key: key.getFingerprint().toUpperCase() }
      const built = buildPacket(opened, secrets, form, context.settings, say(words, 'packet-no-letters'))
      const { case: _, ...packet } = built
      const text = printTextForm(form, { ...packet, version: 1 }, words)
      const file = join(context.home.folder, `edit-${id}.txt`)
      await writeFile(file, text, { mode: 0o600 })
      return { file, text }
    })
  },
)

const notThisPaper = {
  'token/not-known': [
    'No printed packet that is open has this number and this code, or you may not answer for its recipient.',
    'both stand at the top of the paper; satchel packet list shows which packets are open',
  ],
} as const
