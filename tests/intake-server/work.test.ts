// Proof of work: asked of strangers above a threshold of load, never of who has a live token; people without a script wait and get through.
import { createHash } from 'node:crypto'
import { intakeLimits } from '@satchel/intake-server/limits'
import { makeWork, zeroBits } from '@satchel/intake-server/http/work'
import { workFile } from '@satchel/intake-server/http/static-files'
import { languages, wordsOf } from '@satchel/intake-server/words/page-words'
import { newToken } from '@satchel/protocol/messages/token'
import { describe, expect, test } from 'vitest'
import { eachWithServer } from './in-process.ts'
import { liveToken, multipart, postBody, postForm, shownBefore } from './posts.ts'

const bits = 8
const small = { workBurst: 2, workPerSecond: 0.1, workBits: bits }

/** A number that answers a challenge, or the first that does not. */
function solve(challenge: string, isRight = true): string {
  for (let number = 0; ; number++) {
    const answer = `${challenge}.${number}`
    if (zeroBits(createHash('sha256').update(answer).digest()) >= bits === isRight) return answer
  }
}

describe('a challenge', () => {
  const start = Date.now()
  const make = (changes: Partial<typeof intakeLimits> = {}) => {
    const time = { now: 0, clock: 0 }
    const limits = { ...intakeLimits, workBits: bits, ...changes } as typeof intakeLimits
    const made = makeWork(
      limits,
      () => new Date(start + time.now * 1000),
      () => time.clock * 1000,
    )
    const accept = (route: string, answer: string, network = '192.0.2') => made.accept(route, answer, network)
    const work = { ...made, accept }
    return { work, time }
  }

  test('is answered by a number, for its page alone and once; a wrong number and a changed challenge are no answer', () => {
    const { work } = make()
    const { text } = work.challenge('inquiry')
    const right = solve(text)
    expect(work.accept('inquiry', solve(text, false))).toBe(false)
    expect(work.accept('form-request', right)).toBe(false)
    expect(
      work.accept(
        'inquiry',
        right.replace(/^./, digit => (digit === '1' ? '2' : '1')),
      ),
    ).toBe(false)
    expect(work.accept('inquiry', right)).toBe(true)
    expect(work.accept('inquiry', right)).toBe(false)
    for (const none of ['', text.slice(0, -1), 'x'.repeat(10_000)]) expect(work.accept('inquiry', none)).toBe(false)
    expect(make().work.accept('inquiry', solve(text))).toBe(false)
  })

  test('needs so many bits, and not one fewer', () => {
    const { work } = make()
    const { text } = work.challenge('inquiry')
    const found = (wanted: (zero: number) => boolean) => {
      for (let number = 0; ; number++) {
        const answer = `${text}.${number}`
        if (wanted(zeroBits(createHash('sha256').update(answer).digest()))) return answer
      }
    }
    expect(
      work.accept(
        'inquiry',
        found(zero => zero === bits - 1),
      ),
    ).toBe(false)
    expect(
      work.accept(
        'inquiry',
        found(zero => zero === bits),
      ),
    ).toBe(true)
  })

  test('is good for its time and no second longer', () => {
    const { work, time } = make()
    const [one, other] = [solve(work.challenge('a').text), solve(work.challenge('a').text)]
    time.now = intakeLimits.workSeconds
    expect(work.accept('a', one)).toBe(true)
    time.now += 1
    expect(work.accept('a', other)).toBe(false)
  })

  test('without a number is taken after its wait, so many at a time, and once', () => {
    const { work, time } = make({ workWaitBurst: 2, workWaitPerSecond: 0.5 } as never)
    const texts = Array.from({ length: 4 }, () => work.challenge('a').text)
    const [first = '', second = '', third = '', last = ''] = texts
    time.now = intakeLimits.workWaitSeconds - 1
    expect(work.accept('a', first)).toBe(false)
    time.now++
    expect([first, first, second, third].map(text => work.accept('a', text))).toEqual([true, false, true, false])
    time.clock = 1.9
    expect(work.accept('a', third)).toBe(false)
    time.clock = 2
    expect([third, last].map(text => work.accept('a', text))).toEqual([true, false])
  })

  test('of one network takes nothing from another: neither what may wait nor what is remembered', () => {
    const { work, time } = make({ workWaitBurst: 1, workUsedNetwork: 2 } as never)
    const texts = Array.from({ length: 3 }, () => work.challenge('a').text)
    time.now = intakeLimits.workWaitSeconds
    expect(texts.map((text, at) => work.accept('a', text, at < 2 ? 'one' : 'other'))).toEqual([true, false, true])
    const right = () => solve(work.challenge('a').text)
    expect(['one', 'one', 'other'].map(network => work.accept('a', right(), network))).toEqual([true, false, true])
  })

  test('is not taken twice, however many were used: with the memory full none is taken, until those are too old', () => {
    const { work, time } = make({ workUsed: 2 } as never)
    const answers = Array.from({ length: 3 }, () => solve(work.challenge('a').text))
    expect(answers.map(answer => work.accept('a', answer))).toEqual([true, true, false])
    expect(work.accept('a', answers[0] ?? '')).toBe(false)
    time.now = intakeLimits.workSeconds + 1
    expect(work.accept('a', solve(work.challenge('a').text))).toBe(true)
  })

  test('is not asked for until there are too many posts, and no longer once they are fewer', () => {
    const { work, time } = make({ workBurst: 3, workPerSecond: 1 } as never)
    expect(Array.from({ length: 5 }, () => work.isWanted())).toEqual([false, false, false, true, true])
    time.clock = 1
    expect([work.isWanted(), work.isWanted()]).toEqual([false, true])
  })
})

const server = eachWithServer()
const json = { Accept: 'application/json' }
const question = { message: 'Have you seed?', reach: 'ada@b.example', name: 'Ada "1"' }
const asked = (page: string) => /name="work" value="([^"]+)" data-bits="(\d+)"/.exec(page)
const guards = (page: string) =>
  Object.fromEntries(
    ['shown', 'page-key', 'again'].flatMap(name => {
      const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]
      return value === undefined ? [] : [[name, value]]
    }),
  )
const ask = (url: string, more = {}) => postForm(`${url}/inquiry`, { ...question, shown: shownBefore(), ...more })
async function flood(url: string) {
  const statuses: number[] = []
  for (let time = 0; time < 4; time++) statuses.push((await ask(url, { message: `flood ${time}` })).status)
  return statuses
}

describe('in a flood of strangers', () => {
  test('a person gets through with a number, and everything typed is there still', async () => {
    const url = await server.serve({ limits: small })
    expect(await flood(url)).toEqual([303, 303, 429, 429])
    const answer = await ask(url)
    const page = await answer.text()
    expect(server.log).toContain('"request/work":1')
    expect(answer.headers.get('retry-after')).toBe(String(intakeLimits.workWaitSeconds))
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page).toContain(`<script src="${workFile.path}" defer></script>`)
    expect(page).toContain('Ada &quot;1&quot;')
    expect(page).toContain(wordsOf('en').workText.replace('{seconds}', String(intakeLimits.workWaitSeconds)))
    const [, text = '', wanted = ''] = asked(page) ?? []
    expect(Number(wanted)).toBe(bits)
    const before = await server.stored()
    expect((await ask(url, { ...guards(page), work: solve(text, false) })).status).toBe(429)
    expect((await ask(url, { ...guards(page), work: solve(text) })).status).toBe(303)
    expect(await server.stored()).toBe(before + 1)
    expect((await ask(url, { message: 'another', work: solve(text) })).status).toBe(429)
    expect(await (await fetch(`${url}${workFile.path}`)).text()).toContain('crypto.subtle')
    expect((await fetch(`${url}/inquiry`)).headers.get('content-security-policy')).not.toContain('script-src')
  })

  test('a person without a script waits and gets through', async () => {
    let now = new Date()
    const url = await server.serve({ limits: small, now: () => now })
    await flood(url)
    const page = await (await ask(url)).text()
    const work = asked(page)?.[1] ?? ''
    const again = { ...guards(page), work }
    now = new Date(now.getTime() + (intakeLimits.workWaitSeconds - 1) * 1000)
    expect((await ask(url, again)).status).toBe(429)
    now = new Date(now.getTime() + 2000)
    expect((await ask(url, again)).status).toBe(303)
  })

  test.each(['/update', '/unsubscribe', '/reply'] as const)('%s asks as well, before a file is read', async path => {
    const url = await server.serve({ limits: small })
    await flood(url)
    const form = path === '/reply' ? multipart({ upload: [new Uint8Array(1000)] }) : null
    const post = (work: string) =>
      form === null
        ? postForm(`${url}${path}`, { email: 'ada@b.example', shown: shownBefore(), work })
        : postBody(`${url}${path}`, multipart({ work, upload: [new Uint8Array(1000)] }))
    const before = await server.stored()
    const page = await post('')
    expect(page.status).toBe(429)
    expect(await server.stored()).toBe(before)
    const [, text = ''] = asked(await page.text()) ?? []
    expect([200, 303]).toContain((await post(solve(text))).status)
  })

  test('of one network another one is not asked: it pays from its own share first', async () => {
    const settings = { trustedProxy: '127.0.0.1' }
    const url = await server.serve({ limits: { ...small, workBurst: 3, burst: 2 }, settings })
    const from = (address: string, message: string) =>
      postForm(`${url}/inquiry`, { ...question, message, shown: shownBefore() }, { 'X-Forwarded-For': address })
    const statuses: number[] = []
    for (let time = 0; time < 6; time++) statuses.push((await from(`192.0.2.${time}`, `flood ${time}`)).status)
    expect(statuses).toEqual([303, 303, 503, 503, 503, 503])
    expect((await from('198.51.100.1', 'a question')).status).toBe(303)
  })

  test('a live token is never asked, nor a link that a mail program presses', async () => {
    const url = await server.serve({ limits: small, liveTokens: [liveToken] })
    await flood(url)
    const reply = (token: string, headers = {}) =>
      fetch(`${url}/reply`, {
        method: 'POST',
        body: `a reply with (token "${token}")`,
        headers: { 'content-type': 'text/plain', ...headers },
      })
    for (let time = 0; time < intakeLimits.tokenBurst + 5; time++) expect((await reply(liveToken)).status).toBe(201)
    expect((await postForm(`${url}/unsubscribe/${newToken()}`, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect((await reply(newToken())).status).toBe(429)
  })

  test('a program is told the challenge, and answers in a header', async () => {
    const url = await server.serve({ limits: small, liveTokens: [] })
    await flood(url)
    const post = (headers: Record<string, string> = {}) =>
      fetch(`${url}/reply`, {
        method: 'POST',
        body: `reply (token "${newToken()}")`,
        headers: { 'content-type': 'text/plain', ...json, ...headers },
      })
    const first = await post()
    expect(first.status).toBe(429)
    const said = (await first.json()) as { problem: string; work: { text: string; bits: number; waitSeconds: number } }
    expect(said).toMatchObject({ problem: 'request/work', work: { bits, waitSeconds: intakeLimits.workWaitSeconds } })
    expect((await post({ 'Satchel-Work': solve(said.work.text) })).status).toBe(201)
    const allowed = await fetch(`${url}/reply`, { method: 'OPTIONS' })
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Satchel-Work')
  })

  test('and when it is over, nobody is asked', async () => {
    let clock = 0
    const url = await server.serve({ limits: small, clock: () => clock })
    await flood(url)
    clock += 20_000
    expect((await ask(url)).status).toBe(303)
  })
})

test.each(languages)('it is said in %s', language => {
  expect(wordsOf(language).workText).toContain('{seconds}')
  if (language !== 'en') expect(wordsOf(language).workText).not.toBe(wordsOf('en').workText)
})
