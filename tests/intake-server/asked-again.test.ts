// A page that is shown again with what was typed: the trap never ends what a person wrote, and a question has a way to answer.

import { describe, expect, test } from 'vitest'
import { eachWithIntake, multipart, postBody, postForm, shownBefore } from './posts.ts'

const host = eachWithIntake()
const to = (path: string) => `${host.intake.url}${path}`
const message = 'Is there <b>seed</b> & "fertiliser"?\n\nAda'

/** The fields that a browser sends of a page: its hidden inputs, its values, its text. */
function inputsOf(page: string): Readonly<Record<string, string>> {
  const text = (html: string) =>
    html
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
  const inputs = [...page.matchAll(/<input\b[^>]*\bname="([^"]*)"[^>]*>/g)]
    .filter(([tag]) => !tag.includes('type="file"'))
    .map(([tag, name = '']) => [name, text(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')])
  // a line feed that begins a text area is none of its text
  const areas = [...page.matchAll(/<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?([^<]*)</g)].map(
    ([, name = '', value = '']) => [name, text(value)],
  )
  return Object.fromEntries([...inputs, ...areas])
}

const now = () => String(Math.floor(Date.now() / 1000))
const pages = {
  '/inquiry': { message, reach: 'ada@b.example', name: 'Ada "the first"' },
  '/update': { email: 'ada@b.example' },
} as const

describe.each(Object.entries(pages))('%s', (path, typed) => {
  test.each([
    ['whose hidden field a browser filled in', () => ({ website: 'https://a.example', shown: shownBefore() })],
    ['that a quick person sent', () => ({ shown: now() })],
  ])('%s is shown again as it was typed; its button, pressed once more, sends it', async (_name, guards) => {
    const shown = inputsOf(await (await fetch(to(path))).text())
    const first = await postForm(to(path), { ...shown, ...typed, ...guards() })
    const page = await first.text()
    expect(first.status).toBe(422)
    expect(page).toContain('role="alert"')
    expect(page).not.toContain('<b>seed')
    expect(await host.held()).toEqual([])
    const again = inputsOf(page)
    expect(again).toMatchObject(typed)
    expect(again.website).toBeUndefined()
    const second = await postForm(to(path), again)
    expect(second.status).toBe(303)
    const [held, ...more] = await host.held()
    expect(more).toEqual([])
    expect(Object.fromEntries(held?.submission?.fields ?? [])).toEqual(
      path === '/update'
        ? { ...typed, language: 'en' }
        : { message, email: 'ada@b.example', name: 'Ada "the first"', language: 'en' },
    )
    // a double click on it is one post
    expect((await postForm(to(path), again)).headers.get('location')).toBe(second.headers.get('location'))
    expect(await host.held()).toHaveLength(1)
  })
})

describe('a question', () => {
  const ask = (fields: Readonly<Record<string, string>>, headers = {}) =>
    postForm(to('/inquiry'), { message, shown: shownBefore(), ...fields }, headers)
  const fieldsKept = async () => Object.fromEntries((await host.held())[0]?.submission?.fields ?? [])

  test.each([
    ['0712 345', 'phone'],
    ['+255 (0) 712/345-678', 'phone'],
    ['٠٧١٢٣٤٥٦٧٨', 'phone'],
    ['12345', 'phone'],
    [' ada@b.example ', 'email'],
  ])('can be answered at %s: it is sealed as %s', async (reach, name) => {
    expect((await ask({ reach })).status).toBe(303)
    expect((await fieldsKept())[name]).toBe(reach)
  })

  test.each(['', ' ', '1234', 'Ada', '@ada', 'x@'.repeat(130) + 'b.example'])(
    'is asked again without a way to answer it: %j',
    async reach => {
      const answer = await ask({ reach })
      const page = await answer.text()
      expect(answer.status).toBe(422)
      expect(page).toContain('id="reach-fault"')
      expect(page).toMatch(/<input id="reach"[^>]*aria-invalid="true"/)
      expect(inputsOf(page)).toMatchObject({ message, reach })
      expect(await host.held()).toEqual([])
    },
  )

  test('may name either by its own name, as pages of before did', async () => {
    expect((await ask({ email: 'ada@b.example' })).status).toBe(303)
    expect((await ask({ phone: '0712 345' })).status).toBe(303)
  })

  test('without words is asked again at its words', async () => {
    const answer = await ask({ message: ' ', reach: '0712 345' })
    expect([answer.status, (await answer.text()).includes('id="message-fault"')]).toEqual([422, true])
  })

  test('of a program that names no way to answer is refused with a code', async () => {
    const answer = await ask({}, { Accept: 'application/json' })
    expect([answer.status, await answer.json()]).toEqual([422, { problem: 'request/no-answer' }])
  })

  test('that had files says that they have to be chosen again, and keeps none of them', async () => {
    const files = [Uint8Array.of(1, 2, 3)]
    const answer = await postBody(to('/inquiry'), multipart({ message, reach: '', shown: shownBefore(), files }))
    expect(await answer.text()).toContain('Please choose your files again')
    expect(await host.held()).toEqual([])
    const without = await ask({ reach: '' })
    expect(await without.text()).not.toContain('Please choose your files again')
  })
})

test('a wrong address is asked again: for a form, and to stop letters', async () => {
  for (const path of ['/update', '/unsubscribe']) {
    const answer = await postForm(to(path), { email: 'ada at b', shown: shownBefore() })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('id="email-fault"')
    expect(inputsOf(page)).toMatchObject({ email: 'ada at b' })
  }
  expect(await host.held()).toEqual([])
})
