// A receipt is its sender's alone: whatever was posted before, and by whom, an answer says nothing of it.
import { describe, expect, test } from 'vitest'
import { eachWithIntake, liveToken, multipart, postBody, postForm, shownBefore } from './posts.ts'

const host = eachWithIntake()
const email = 'somebody@b.example'
const asJson = { Accept: 'application/json' }

type Post = (headers?: Readonly<Record<string, string>>) => Promise<Response>
const to = (path: string) => `${host.intake.url}${path}`
const body = (path: string, form: () => FormData | string, type?: string): Post => {
  return headers =>
    fetch(to(path), {
      method: 'POST',
      body: form(),
      redirect: 'manual',
      headers: { ...(type === undefined ? {} : { 'Content-Type': type }), ...headers },
    })
}

const shown = shownBefore()
const posts: Readonly<Record<string, Post>> = {
  'a form request': headers => postForm(to('/update'), { email, language: 'en', shown }, headers),
  'an inquiry': headers => postForm(to('/inquiry'), { email, message: 'Seed?', shown }, headers),
  'an inquiry with a file': body('/inquiry', () =>
    multipart({ email, message: 'a', shown, files: [Uint8Array.of(1)] }),
  ),
  'an unsubscribe by address': headers => postForm(to('/unsubscribe'), { email }, headers),
  'an unsubscribe by link': headers => postForm(to(`/unsubscribe/${liveToken}`), {}, headers),
  'a reply without a token': headers => postForm(to('/reply'), { email, note: 'hello' }, headers),
  'a text without a token': body('/reply', () => 'hello', 'text/plain'),
  'a reply with what is no token': headers => postForm(to('/reply'), { token: 'guess', note: 'hello' }, headers),
}

/** What an answer shows, but for the code in it. */
async function seen(answer: Response) {
  const text = await answer.text()
  const code = /code=([0-9A-Z]{26})/.exec(answer.headers.get('location') ?? '')?.[1] ?? /[0-9A-Z]{26}/.exec(text)?.[0]
  const headers = [...answer.headers].filter(([name]) => name !== 'date')
  const hidden = (word: string) => word.replaceAll(/[0-9A-Z]{26}|[0-9a-f]{64}|[0-9:T-]{19}Z|[A-Za-z0-9+/]{86}==/g, '-')
  return { code, shows: hidden(JSON.stringify([answer.status, headers, text])) }
}

describe.each(Object.entries(posts))('%s that was posted before', (_, post) => {
  test.each([['of a page', {}] as const, ['of a program', asJson] as const])(
    '%s gets a receipt of its own',
    async (_name, headers) => {
      const first = await seen(await post(headers))
      const second = await seen(await post(headers))
      expect(second.shows).toBe(first.shows)
      // the page of an unsubscribe shows no code
      if (second.code !== undefined) expect(second.code).not.toBe(first.code)
      else expect(first.code).toBeUndefined()
      const kept = (await host.held()).flatMap(({ submission }) => submission?.receipt ?? [])
      expect(new Set(kept).size).toBe(2)
    },
  )
})

describe('a page that is sent twice', () => {
  const keyOf = async (path: string) =>
    /name="page-key" value="([0-9A-Z]{26})"/.exec(await (await fetch(to(path))).text())?.[1] ?? ''
  const receiptOf = async (path: string, fields: Readonly<Record<string, string>>) =>
    ((await (await postForm(to(path), { email, message: 'a', shown, ...fields }, asJson)).json()) as { code: string })
      .code

  test.each(['/update', '/inquiry'])('is one post: %s', async path => {
    const key = await keyOf(path)
    expect(key).toHaveLength(26)
    const first = await receiptOf(path, { 'page-key': key })
    expect(await receiptOf(path, { 'page-key': key })).toBe(first)
    // the same page with other values, another page with the same, and a page that says no key or none that could be one
    const others = [
      { email: 'other@b.example', 'page-key': key },
      { 'page-key': await keyOf(path) },
      {},
      {},
      { 'page-key': 'x' },
      { 'page-key': 'x' },
    ]
    const receipts = [first]
    for (const other of others) receipts.push(await receiptOf(path, other))
    expect(new Set(receipts).size).toBe(1 + others.length)
    const held = await host.held()
    expect(held).toHaveLength(1 + others.length)
    // it says nothing to the core
    expect(JSON.stringify(held)).not.toContain('page-key')
  })

  test('with a letter’s token is one reply, and another token or value another', async () => {
    const reply = async (token: string, a: string) => {
      const answer = await postBody(to('/reply'), `(satchel-reply (token "${token}") "${a}")`, 'text/plain')
      return ((await answer.json()) as { code: string }).code
    }
    const first = await reply(liveToken, 'a')
    expect(await reply(liveToken, 'a')).toBe(first)
    expect(new Set([first, await reply(liveToken, 'b'), await reply('1'.repeat(26), 'a')]).size).toBe(3)
    expect(await host.held()).toHaveLength(3)
  })
})
