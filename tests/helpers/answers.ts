// People whose records went to anna, and what she answers by mail: a story that needs many letters and few rounds.

import { expect } from 'vitest'
import { mails, makeHome } from './home.ts'
import { attachmentOf, type ReceivedLetter } from './letters.ts'
import { deliverTo, type Mail, mailOf, quoted, replyAddressOf } from './mailing.ts'

export interface Sent {
  readonly hid: string
  readonly letter: ReceivedLetter
  /** The text form as a file. */
  readonly file: string
  readonly packet: string
}

export const txt = (content: string | Uint8Array, filename = 'packet.txt') => ({ filename, content })

/** The letter as mail programs quote it. */
export const old = ({ file }: Sent) => `On Monday the office wrote:\n${quoted(file)}\n`

export const answer = (of: Sent, mail: Partial<Mail>) =>
  mailOf({ from: mails.anna, to: replyAddressOf(of.letter), ...mail })

export type Answers = Awaited<ReturnType<typeof openAnswers>>

export async function openAnswers(count: number) {
  const home = await makeHome()
  const people = Array.from({ length: count }, (_, index) => `P${index + 1}`)
  for (const hid of people) await home.person(hid)
  const dispatched = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  await home.satchel(['send'])
  const packets = dispatched.json<{ packet: string }[]>().map(({ packet }) => packet)
  const letters = home.letters(mails.anna)
  let used = 0

  /** Delivers mails, and lets them in. */
  async function round(...all: readonly Uint8Array[]) {
    for (const bytes of all) deliverTo(home, bytes)
    const before = home.letters(mails.anna).length
    const ended = await home.satchel(['run', '--once', '--json'])
    expect(ended.err).not.toMatch(/waits|bug/)
    const { balance } = ended.json<{ balance: Record<string, number> }>()
    return { balance, err: ended.err, letters: home.letters(mails.anna).slice(before) }
  }

  return {
    home,
    round,
    send: async (of: Sent, mail: Partial<Mail>) => round(await answer(of, mail)),
    /** A person whose letter nobody has answered yet. */
    fresh(): Sent {
      const packet = packets[used] ?? ''
      const letter = letters.find(({ file }) => packet !== '' && file.includes(packet))
      if (letter === undefined) throw new Error('no letter is left')
      return { hid: people[used++] ?? '', letter, file: attachmentOf(letter, '.txt'), packet }
    },
    async stands({ hid }: Sent) {
      const [row] = await home.rows<{ given: string; notes: readonly string[] }>(
        `select person_given as given, array(select activity_body from activity where activity_entity = person_id order by 1) as notes
         from person where person_hid = $1`,
        [hid],
      )
      return row
    },
    replies: ({ packet }: Sent) =>
      home.rows<{ hid: string; status: string }>(
        'select reply_hid as hid, reply_status as status from reply join packet on packet_id = reply_packet where packet_hid = $1 order by reply_id',
        [packet],
      ),
  }
}
