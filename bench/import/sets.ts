// The sets of replies that the import benchmark runs: clean ones of colleagues, the mixed set of 24 kinds, and people's own forms.

import type { Context } from '@satchel/core/context/context'
import type { Database } from '@satchel/core/db/database'
import { kinds } from './kinds.ts'
import { cleanReply, openPackets, ownReply, sealTexts, type Sent } from './replies.ts'

/** Replies that are ready, and what has to become of each. */
export interface Ready {
  readonly texts: readonly { readonly text: string; readonly kind: string; readonly outcome: string }[]
}

export interface ReplySet {
  readonly name: string
  /** People that it takes for about so many items. */
  readonly people: (items: number) => number
  readonly prepare: (context: Context, people: number) => Promise<Ready>
}

const clean: ReplySet = {
  name: 'clean',
  people: items => items,
  async prepare(context, people) {
    const sent = await openPackets(context, people, () => 'call-report')
    const outcome = 'imported: field applied, report applied, row applied'
    return { texts: sent.map((one, index) => ({ text: cleanReply(one, index), kind: 'clean', outcome })) }
  },
}

const own: ReplySet = {
  name: 'self-update',
  people: items => items,
  async prepare(context, people) {
    const sent = await openPackets(context, people, () => 'self-update')
    const outcome = 'imported: field applied, field applied, row applied'
    return { texts: sent.map((one, index) => ({ text: ownReply(one, index), kind: 'self-update', outcome })) }
  },
}

/** Files of one round of the kinds. */
const round = kinds.reduce((sum, { outcomes }) => sum + outcomes.length, 0)

const mixed: ReplySet = {
  name: 'mixed',
  people: items => Math.max(1, Math.round(items / round)) * kinds.length,
  async prepare(context, people) {
    const kindOf = (index: number) => kinds[index % kinds.length] ?? kinds[0]
    const sent = await openPackets(context, people, index => kindOf(index)?.form ?? 'call-report')
    const texts: Ready['texts'][number][] = []
    for (let first = 0; first < people; first += kinds.length) {
      const files = kinds.map(({ files }, place) => files(sent[first + place] as Sent, first + place))
      // what comes second for a packet comes after the first files of all others
      for (const nth of [0, 1]) {
        for (const [place, { name, outcomes }] of kinds.entries()) {
          const text = files[place]?.[nth]
          if (text !== undefined) texts.push({ text, kind: `${name}, ${nth + 1}`, outcome: outcomes[nth] ?? '' })
        }
      }
    }
    for (const [place, { between, office }] of kinds.entries()) {
      if (between === undefined) continue
      const packets = sent.filter((_, index) => index % kinds.length === place).map(({ packet }) => packet.id)
      const change = (database: Database) => database.client.query(between, [packets])
      await (office === true ? context.asStaff(change) : context.asOwner(change))
    }
    return { texts }
  },
}

export const sets: readonly ReplySet[] = [clean, mixed, own]

/** Seals the replies of a set, and remembers each item's kind and outcome by its name. */
export async function sealed(context: Context, texts: Ready['texts']) {
  const names = await sealTexts(
    context,
    texts.map(({ text }) => text),
  )
  return new Map(names.map((name, index) => [name, texts[index] as Ready['texts'][number]]))
}

/** @throws Error that names the kinds of which an item ended in another way than it has to. */
export async function checkOutcomes(context: Context, expected: Awaited<ReturnType<typeof sealed>>): Promise<void> {
  const { rows } = await context.asOwner(({ client }) =>
    client.query<{ name: string; outcome: string }>(
      `select item_hid as name, item_state || coalesce(' ' || item_problem, '') || coalesce((
        select ': ' || coalesce(string_agg(concat_ws(' ', part, change_outcome, change_reason), ', '
          order by part, change_outcome, change_reason), '')
        from reply left join lateral (select *, split_part(change_slot, '/', 1) as part from change where change_reply = reply_id) c
          on true
        where reply_item = item_id group by reply_id), '') as outcome
      from item where item_hid = any ($1)`,
      [[...expected.keys()]],
    ),
  )
  const wrong = new Map<string, number>()
  for (const { name, outcome } of rows) {
    const { kind = '', outcome: due } = expected.get(name) ?? {}
    if (outcome !== due) {
      const line = `${kind}: ${outcome} (not ${due})`
      wrong.set(line, (wrong.get(line) ?? 0) + 1)
    }
  }
  if (rows.length !== expected.size) wrong.set('items that were not imported', expected.size - rows.length)
  if (wrong.size > 0)
    throw new Error(
      `The import did something else:\n${[...wrong].map(([line, count]) => `${count} x ${line}`).join('\n')}`,
    )
}
