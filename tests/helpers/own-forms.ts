// A customer with their own form: it is sent, answered as their page posts it, and the letters about it are read.

import { arrive, sealedSubmission, type TestHome } from './home.ts'
import { attachmentOf, type ReceivedLetter } from './letters.ts'
import { posted } from './posted.ts'

export const jimmy = 'jimmy@example.org'
/** An installation with an intake, which no mail server vouches for. */
export const outside = { SATCHEL_MAIL_TRUST: 'none', SATCHEL_INTAKE_URL: 'https://intake.kilimo.example' }

interface Facts {
  readonly balance: Record<string, number>
  readonly requests: number
  readonly letters: { readonly sent: number }
}

/** @param home is asked for when it is needed: a story makes it before its first test. */
export function ownForms(home: () => TestHome) {
  const round = async (): Promise<Facts> => {
    const ended = await home().satchel(['run', '--once', '--json'], { env: outside })
    if (ended.out === '') throw new Error(`nothing was done: ${ended.err}`)
    return ended.json<Facts>()
  }
  const newest = (kind: string, to = jimmy): ReceivedLetter => {
    const letter = home()
      .letters(to)
      .filter(({ file }) => file.startsWith(kind))
      .at(-1)
    if (letter === undefined) throw new Error(`no letter ${kind}`)
    return letter
  }
  /** A new form, as it is delivered. */
  const fresh = async (to = jimmy): Promise<ReceivedLetter> => {
    const sent = await home().satchel(['form', 'P1'], { env: outside })
    if (sent.code !== 0) throw new Error(sent.err)
    await home().satchel(['send'], { env: outside })
    return newest('packet-', to)
  }
  /** Posts these fields, and imports. */
  const post = async (fields: readonly (readonly [string, string])[]): Promise<Facts> => {
    await arrive(home().home, await sealedSubmission(home().home, { kind: 'reply', fields }))
    return round()
  }
  return {
    round,
    newest,
    fresh,
    post,
    /** The page of a form, changed and sent. */
    answer: (letter: ReceivedLetter, changes: Record<string, string>) => post(posted(letter, changes)),
    page: (letter: ReceivedLetter) => attachmentOf(letter, '.html'),
    said: (letter: ReceivedLetter) => letter.text.replace(/\s+/g, ' '),
  }
}
