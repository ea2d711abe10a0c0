// The page that tells what became of a receipt: one word and no data, with no script, to whoever has the code.
import { intakeLimits } from '@satchel/intake-server/limits'
import { languages, wordsOf } from '@satchel/intake-server/words/page-words'
import { receiptHash, type ReceiptWord } from '@satchel/protocol/messages/receipt-state'
import { newToken } from '@satchel/protocol/messages/token'
import { describe, expect, test } from 'vitest'
import { eachWithServer } from './in-process.ts'
import { liveToken, postBody, postForm } from './posts.ts'
import { bare, outcomeOf } from './pull-stage.ts'

const server = eachWithServer()
const json = { Accept: 'application/json' }
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#39;')
const en = wordsOf('en')

/** Posts a reply. @returns the code of its receipt. */
async function sent(url: string): Promise<string> {
  const answer = await postBody(`${url}/reply`, `a reply with (token "${liveToken}") ${newToken()}`, 'text/plain')
  return ((await answer.json()) as { code: string }).code
}

const ask = (url: string, code: string, headers = {}) => postForm(`${url}/receipt`, { code }, headers)
const asJson = async (url: string, code: string) => (await ask(url, code, json)).json() as Promise<{ state: string }>

async function tell(code: string, state: ReceiptWord, number = 1) {
  const told = outcomeOf({ receipt: receiptHash(code) ?? '', state, number })
  await server.outcomes.keep([told])
  return bare(told)
}

test('the thank-you page links to it with the code, and the page there has the code filled in', async () => {
  const url = await server.serve()
  const code = await sent(url)
  for (const language of ['', '&lang=de']) {
    const thanks = await (await fetch(`${url}/thanks?code=${code}${language}`)).text()
    const link = /href="(\/receipt\?[^"]*)"/.exec(thanks)?.[1]?.replaceAll('&amp;', '&')
    expect(link).toBe(`/receipt?code=${code}${language}`)
    const page = await (await fetch(`${url}${link}`)).text()
    expect(page).toContain(`value="${code}"`)
    expect(page).not.toContain('<script')
  }
  expect(await (await fetch(`${url}/receipt?code=%22%3E%3Cscript`)).text()).not.toContain('value=')
})

test('says stored from the code alone, then what the core says; the later word counts', async () => {
  const url = await server.serve()
  const code = await sent(url)
  const shown = async () => (await ask(url, code)).text()
  expect(await shown()).toContain(escaped(en.receiptStored))
  for (const [number, [state, words]] of Object.entries({
    held: en.receiptHeld,
    imported: en.receiptImported,
    refused: en.receiptRefused,
    stored: en.receiptStored,
  }).entries()) {
    await tell(code, state as ReceiptWord, number + 1)
    expect(await shown(), state).toContain(escaped(words))
  }
  await tell(code, 'held', 1)
  expect(await shown()).toContain(escaped(en.receiptStored))
})

test('takes the code as people type it, and knows which codes were given here', async () => {
  const url = await server.serve()
  const code = await sent(url)
  const typed = code
    .toLowerCase()
    .replace(/(.{4})/g, '$1 ')
    .replaceAll('0', 'o')
  expect(await asJson(url, typed)).toEqual({ state: 'stored', outcome: null, signature: null })
  const last = code.at(-1) === '0' ? '2' : '0'
  for (const wrong of [`${code.slice(0, -1)}${last}`, newToken(), '', 'x'.repeat(1000)])
    expect(await asJson(url, wrong)).toEqual({ state: 'unknown', outcome: null, signature: null })
  expect(await (await ask(url, newToken())).text()).toContain(escaped(en.receiptUnknown.replace('{days}', '90')))
})

test('a code of long ago is no longer said to be stored, and one of another host never was', async () => {
  let now = new Date()
  const url = await server.serve({ now: () => now })
  const code = await sent(url)
  now = new Date(now.getTime() + intakeLimits.outcomeDays * 86_400_000)
  expect(await asJson(url, code)).toMatchObject({ state: 'stored' })
  now = new Date(now.getTime() + 86_400_000)
  expect(await asJson(url, code)).toMatchObject({ state: 'unknown' })
})

test('gives a script what the core signed, also to a page from a mail attachment', async () => {
  const url = await server.serve()
  const code = await sent(url)
  const { text, signature } = await tell(code, 'imported')
  const answer = await ask(url, code, { ...json, Origin: 'null' })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.json()).toEqual({ state: 'imported', outcome: text, signature })
})

test.each(languages)('speaks %s', async language => {
  const url = await server.serve()
  const code = await sent(url)
  await tell(code, 'held')
  const words = wordsOf(language)
  const answer = await postForm(`${url}/receipt?lang=${language}`, { code })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain(escaped(words.receiptHeld))
  if (language !== 'en') expect(words.receiptHeld).not.toBe(en.receiptHeld)
})

describe('is limited', () => {
  test('to so many questions of one network, and lets it ask again with time; nothing else of the network is held up', async () => {
    let clock = 0
    const url = await server.serve({ limits: { receiptBurst: 3, receiptPerSecond: 0.5 }, clock: () => clock })
    const code = await sent(url)
    const statuses = async (count: number) => {
      const found: number[] = []
      for (let time = 0; time < count; time++) found.push((await ask(url, code)).status)
      return found
    }
    expect(await statuses(5)).toEqual([200, 200, 200, 503, 503])
    expect((await ask(url, code)).headers.get('retry-after')).toBe(String(intakeLimits.retryAfterSeconds))
    clock += 1999
    expect(await statuses(1)).toEqual([503])
    clock += 2
    expect(await statuses(2)).toEqual([200, 503])
    expect(await sent(url)).toMatch(/^[0-9A-Z]{26}$/)
  })

  test('to a small form', async () => {
    const url = await server.serve()
    const most = intakeLimits.receiptBodyBytes - 'code='.length
    expect((await ask(url, 'x'.repeat(most))).status).toBe(200)
    expect((await ask(url, 'x'.repeat(most + 1))).status).toBe(413)
    expect((await postBody(`${url}/receipt`, new FormData())).status).toBe(400)
    expect((await postBody(`${url}/receipt`, 'code', 'text/plain')).status).toBe(400)
  })

  test('to questions: nothing is stored by one', async () => {
    const url = await server.serve()
    await ask(url, newToken())
    expect(await server.stored()).toBe(0)
  })
})
