// All that is kept of a person, by letter to their own address. The database says which address that is, if any.

import { compose } from '@satchel/dispatcher/mail-out/compose'
import { myDataLetter } from '@satchel/forms/letters/notice-letters'
import { wordsFor } from '@satchel/forms/loader'
import { detachedSign } from '@satchel/protocol/envelope/envelope-sign'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { accepted, refusal, type Refusals } from '../problems/refusal.ts'
import { sha256 } from '@satchel/protocol/sha256'
import { sealLetter } from '../keys/letter-keys.ts'
import { problem } from '../problems/problems.ts'
import { organizationOf } from '../home/organization.ts'
import type { Context } from '../context/context.ts'
import { myDataAddress, queueMyData } from '../db/calls/privacy.ts'
import type { MyData } from '../db/shapes/privacy.ts'
import { myDataPage } from './my-data-page.ts'

export const MailedData = z.object({
  to: z.string(),
  /** False where a letter of the same day holds the same. */
  isNew: z.boolean(),
})

const inClear: Refusals = {
  'form/not-in-clear': [
    'This organisation mails nothing of what it keeps of people in the clear: the setting ownForms says so.',
    '--out FOLDER writes it: hand it to them',
  ],
}

/**
 * Queues the letter, in the transaction under way.
 * @param mailto one of their addresses; null: the best of them.
 * @throws Problem entity/no-address, my-data/not-proven, my-data/shared, my-data/enough.
 */
export async function mailMyData(
  database: Database,
  context: Context,
  entity: number,
  data: MyData,
  mailto: string | null,
): Promise<z.infer<typeof MailedData>> {
  // all that is kept of somebody travels no more openly than their form
  if (context.settings.ownForms !== 'plain') throw refusal('form/not-in-clear', {}, inClear)
  const answer = await database.run(myDataAddress, { entity, mailto })
  if (answer.address === null) throw new Error('the database gave no answer')
  const address = accepted(answer.address, code => refusal(code, {}, noAddress(mailto)))
  // the letters themselves are part of what is kept; they alone make no new one
  const said = { ...data, sent: data.sent.filter(({ kind }) => kind !== 'my-data') }
  const { settings } = context
  const now = context.now()
  // the same once a day: who asks again next year, or whose letter was lost, gets it again
  const day = now.toISOString().slice(0, 10).replaceAll('-', '')
  const hid = `my-data-${entity}-${day}-${sha256(`${address.mailto}\n${JSON.stringify(said)}`).slice(0, 32)}`
  const catalog = await loadCatalog(database)
  const key = await context.coreKey()
  const words = wordsFor(catalog.forms.words, address.language)
  const { definitions } = catalog.forms
  const letter = myDataLetter(words, organizationOf(context), {
    html: myDataPage(data, now, { words, definitions, dataFile: 'my-data.json' }),
    json: `${JSON.stringify(data, null, 2)}\n`,
  })
  const mail = {
    id: hid,
    messageId: `${hid}@${settings.mail.split('@')[1]}`,
    date: now,
    from: settings.mail,
    fromName: settings.organisation,
    to: address.mailto,
    autoSubmitted: 'auto-generated' as const,
    ...letter,
  }
  const bytes = await compose(mail, part => detachedSign(Buffer.from(part).toString('latin1'), key, now))
  const { outcome } = await database.run(queueMyData, {
    entity,
    mailto: address.mailto,
    letter: hid,
    digest: sha256(bytes),
    bytes: await sealLetter(context, { hid, mailto: address.mailto }, bytes),
  })
  if (outcome === 'enough') {
    throw problem('my-data/enough', 'Three letters with their data went to this address within a day.', {
      hint: 'tomorrow again; or --out, and hand it to them',
    })
  }
  return { to: address.mailto, isNew: outcome === 'queued' }
}

/** No address is in the text. */
const noAddress = (mailto: string | null): Refusals => ({
  'entity/no-address': [
    mailto === null ? 'No e-mail address of theirs is on file.' : 'That is no e-mail address that is on file for them.',
    [
      'satchel form ENTITY sends their form, without the data, to an address on file; once they answer, that address is theirs',
      '--out, and hand it to them',
    ],
  ],
})
