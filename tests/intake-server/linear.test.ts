// Whatever a visitor sends, reading it takes steps as its length does: twice as long, twice the steps. Counted, not timed.
import type { IncomingMessage } from 'node:http'
import { boundaryOf, readParts } from '@satchel/intake-server/http/multipart'
import { kindRules, tokenIn } from '@satchel/intake-server/receive/kinds'
import { makeNetworks } from '@satchel/intake-server/http/networks'
import { isFormType, typeOf } from '@satchel/intake-server/receive/posted-fields'
import { findRoute } from '@satchel/intake-server/public/routes'
import { chooseLanguage } from '@satchel/intake-server/words/page-words'
import { cleanValue } from '@satchel/protocol/sexp/clean'
import { printSubmission } from '@satchel/protocol/messages/submission'
import { afterEach, expect, test, vi } from 'vitest'
import { stepsOf } from './steps.ts'

afterEach(() => vi.restoreAllMocks())

async function readBody(chunks: readonly Uint8Array[]): Promise<void> {
  async function* source() {
    yield* chunks
  }
  for await (const part of readParts(source(), 'b')) for await (const _ of part.data) continue
}

const asked = (headers: Readonly<Record<string, string>>) =>
  ({ socket: { remoteAddress: '127.0.0.1' }, headers }) as unknown as IncomingMessage
const part = (headers: string) => readBody([Buffer.from(`--b\r\n${headers}\r\n\r\nv\r\n--b--\r\n`)])
const submission = (text: string) =>
  ({
    version: 1,
    channel: 'web',
    kind: 'reply',
    received: '2026-01-01T00:00:00Z',
    receipt: 'A'.repeat(26),
    cleaned: 0,
    fields: [[text, text]],
    files: [],
  }) as const

/** Every place where a visitor's text is looked at. A refusal takes as few steps. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a header of a part': text => part(`Content-Disposition: form-data; name="a"\r\nX-A: ${text}`),
  'the disposition of a part': text => part(`Content-Disposition: form-data; name="a"${text}`),
  'the name of a part': text => part(`Content-Disposition: form-data; name="${text}"`),
  'the encoding of a part': text =>
    part(`Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: ${text}`),
  'the type of a post': text => isFormType(typeOf(asked({ 'content-type': text }))),
  'the boundary of a post': text => boundaryOf(`multipart/form-data; ${text}`),
  'the token in a text': text => tokenIn([['body', text]]),
  'a token': text => kindRules.reply.secret([['token', text]]),
  'the key of a page': text => kindRules.inquiry.secret([['page-key', text]]),
  'an address': text => kindRules.unsubscribe.check({ fields: [['email', text]], files: [] }),
  'the languages of a browser': text => chooseLanguage(['en', 'de'], text, text),
  'the address that a proxy adds': text => makeNetworks('127.0.0.1').take(asked({ 'x-forwarded-for': text })),
  'a path': text => findRoute(`/unsubscribe/${text}`),
  'what is cleaned': text => cleanValue(text),
  'what is stored': text => printSubmission(submission(cleanValue(text).text)),
}

const fillers = [
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '; ',
  ';',
  '"',
  '\\',
  '\\"',
  '=',
  ';a="',
  ';a="\\',
  ';a=',
  ';boundary="',
  ';boundary=',
  ',',
  ':',
  '::',
  '1.',
  '> ',
  '>\n',
  '[token]',
  '[token]\n',
  '> [token] ',
  '(token ',
  '(token "',
  'A',
  'A ',
  'a@',
  '@',
  '%',
  '%22',
  '/',
  '-',
  '*;q=0.1,',
  'e\u0301',
  '\u200d',
  '\u202e',
  '\0',
  '\ud800',
  '(',
  '😀',
]
const around = [
  ['', ''],
  ['a', 'b'],
  [' ', '!'],
  [';', '!'],
  ['"', '\n'],
  ['[token] ', '!'],
  ['(token', '"'],
] as const

test.each(Object.entries(readers))(
  '%s takes twice the steps for twice the text, whatever stands in it',
  async (_, reader) => {
    // what it refuses it may refuse
    const steps = (text: string) =>
      stepsOf(() =>
        Promise.resolve(text)
          .then(reader)
          .catch(() => undefined),
      )
    for (const filler of fillers) {
      for (const [before, behind] of around) {
        const text = (length: number) => before + filler.repeat(length / filler.length) + behind
        const [short, long] = [await steps(text(160)), await steps(text(320))]
        expect(long, JSON.stringify([before, filler, behind])).toBeLessThan(2.5 * short + 200)
      }
    }
  },
)

test('the count of steps finds a pattern that tries again', async () => {
  const trims = (length: number) => stepsOf(() => /^[ \t]*(.*?)[ \t]*$/s.exec(`a${' '.repeat(length)}b`))
  expect(await trims(200)).toBeGreaterThan(3.5 * (await trims(100)))
  const steps = (length: number) => stepsOf(() => /^[a-z]+(?:-(?:b|c)*)?$/.test('a'.repeat(length)))
  expect(await steps(200)).toBeLessThan(2.1 * (await steps(100)))
})

test('headers that come octet by octet are not searched from their start for each', async () => {
  let searched = 0
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const { indexOf } = Buffer.prototype
  vi.spyOn(Buffer.prototype, 'indexOf').mockImplementation(function (this: Buffer, value, from, ...more) {
    searched += this.length - (typeof from === 'number' ? from : 0)
    return indexOf.call(this, value, from, ...more)
  })
  const body = Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="a"\r\nX-A: ${'x'.repeat(1900)}\r\n\r\nv\r\n--b--\r\n`,
  )
  await readBody(Array.from(body, octet => Uint8Array.of(octet)))
  expect(searched).toBeGreaterThan(0)
  expect(searched).toBeLessThan(12 * body.length)
})
