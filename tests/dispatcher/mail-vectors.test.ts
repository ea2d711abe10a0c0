import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type JudgeOptions, judgeMail } from '@satchel/dispatcher/mail-kind/judge-mail'
import { mailMaxima } from '@satchel/dispatcher/mail-limits'
import { readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { describe, expect, test } from 'vitest'
import { callReport } from '../forms/samples.ts'

interface Verdict {
  readonly file: string
  readonly about: string
  readonly kind: string
  readonly why?: string
  readonly authenticated: string | null
  readonly from?: readonly string[]
  readonly tokens?: readonly string[]
  readonly bounce?: { readonly status: string; readonly recipient: string }
  /** What became of the letter that a report is about, and the letters of ours that it names by their Message-ID. */
  readonly fate?: string
  readonly letters?: readonly string[]
  readonly language?: string
  readonly subject?: string
  readonly date?: string
  /** Whole lines of the text. */
  readonly lines?: readonly string[]
  readonly absent?: readonly string[]
  /** Type, name, bytes. */
  readonly attachments?: readonly string[]
  /** The text holds a form that reads as it was filled in. */
  readonly form?: boolean
  readonly given?: string
  /** What the form says was said, where that is not the usual. */
  readonly note?: string
  /** The same of the file that holds one. */
  readonly fileForm?: boolean
  /** The given name in the form of a mail that is attached, and in the file of that mail. */
  readonly mailForm?: string
}

const folder = join(import.meta.dirname, '../vectors/mail')
const verdicts = JSON.parse(readFileSync(join(folder, 'verdicts.json'), 'utf8')) as readonly Verdict[]
const def = callReport()
const options: JudgeOptions = {
  ours: 'core@kilimo.example',
  trustedServers: ['MX.kilimo.example'],
  maxima: mailMaxima,
}

/** Files keep LF; mail has CR LF. */
const withCrLf = (raw: Buffer) => Buffer.from(raw.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')

/** What a person filled in; the text is what the mail showed. */
function statementsIn(text: string) {
  const { token, statements } = parseTextForm(text, () => def)
  return { token, given: statements.set.get('given-name'), report: Object.fromEntries(statements.report ?? []) }
}

test('every mail has its verdict, and there are many', () => {
  const mails = readdirSync(folder).filter(file => file.endsWith('.eml'))
  expect(verdicts.map(({ file }) => file).sort()).toEqual(mails.sort())
  expect(mails.length).toBeGreaterThan(60)
})

describe.each(verdicts)('$file: $about', verdict => {
  const raw = readFileSync(join(folder, verdict.file))

  test.each([
    ['CR LF', withCrLf(raw)],
    ['LF', raw],
  ])('is what it is, with %s', async (_, bytes) => {
    const mail = await judgeMail(bytes, options)
    expect({ kind: mail.kind, authenticated: mail.authenticated }).toEqual({
      kind: verdict.kind,
      authenticated: verdict.authenticated,
    })
    if (verdict.why !== undefined) expect(mail.why).toBe(verdict.why)
    if (verdict.from !== undefined) expect(mail.from).toEqual(verdict.from)
    if (verdict.tokens !== undefined) {
      expect(mail.tokens.map(({ purpose, token }) => `${purpose} ${token}`)).toEqual(verdict.tokens)
    }
    expect(mail.bounce).toEqual(verdict.bounce ?? null)
    if (verdict.fate !== undefined) expect(mail.report?.fate).toBe(verdict.fate)
    if (verdict.letters !== undefined) expect(mail.report?.letters).toEqual(verdict.letters)
    if (verdict.language !== undefined) expect(mail.language).toBe(verdict.language)
    if (verdict.subject !== undefined) expect(mail.subject).toBe(verdict.subject)
    if (verdict.date !== undefined) expect(mail.date?.toISOString()).toBe(verdict.date)
    if (verdict.attachments !== undefined) {
      const files = mail.attachments.map(file => `${file.type} ${file.name} ${file.bytes.length}`)
      expect(files).toEqual(verdict.attachments)
    }
    const lines = mail.text.split('\n')
    for (const line of verdict.lines ?? []) expect(lines).toContain(line)
    for (const line of verdict.absent ?? []) expect(mail.text).not.toContain(line)
    const filled = {
      token: 'ABCDEFGHJKMNPQRSTVWXYZ0123',
      given: verdict.given ?? 'James',
      report: { when: '2026-11-22', outcome: 'reached', note: 'Wants a visit in May.\nBring the seed list.' },
    }
    if (verdict.form === true) expect(statementsIn(mail.text)).toEqual(filled)
    if (verdict.note !== undefined) expect(statementsIn(mail.text).report['note']).toBe(verdict.note)
    const fileText = mail.attachments.find(({ text }) => text?.includes('[form]'))?.text
    if (verdict.fileForm === true) expect(statementsIn(fileText ?? '')).toEqual(filled)
    if (verdict.mailForm !== undefined) {
      const [attached] = mail.attachments.flatMap(file => file.mail ?? [])
      const texts = [attached?.text, attached?.attachments[0]?.text]
      expect(texts.map(text => statementsIn(text ?? '').given)).toEqual([verdict.mailForm, verdict.mailForm])
    }
  })
})

test('read in its thread, a mail is what it is in this one', async () => {
  const raw = readFileSync(join(folder, 'form-attached.eml'))
  const { ours, trustedServers } = options
  expect(await readMail(raw, { ours, trustedServers })).toEqual(await judgeMail(raw, options))
})
