// The page where somebody stops some letters and keeps the others: what is offered, what is sealed, and what is asked again.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '@satchel/protocol/problem'
import { keepPurposes } from '@satchel/intake-server/pull/pull-keep'
import { parsePurposes, printPurposes } from '@satchel/protocol/pull/purpose-list'
import { unsubscribePage } from '@satchel/intake-server/public/pages'
import { AskAgain } from '@satchel/intake-server/receive/ask-again'
import { beforeEach, describe, expect, test } from 'vitest'
import { eachWithIntake, liveToken, postBody, postForm } from './posts.ts'

const host = eachWithIntake()
const to = (path: string) => `${host.intake.url}${path}`
const link = `/unsubscribe/${liveToken}`
const page = async (path = link) => (await fetch(to(path))).text()
const leave = (text: string) => writeFileSync(join(host.intake.home, 'purposes.sexp'), text)
const fieldsKept = async () => (await host.held()).map(({ submission }) => submission?.fields)
const choose = (fields: readonly (readonly [string, string])[], path = `${link}?some=1`) =>
  postBody(to(path), new URLSearchParams(fields.map(([name, value]) => [name, value] as [string, string])))

/** The address of each button of a page, in their order. */
const buttonsOf = (shown: string) =>
  [...shown.matchAll(/<button class="btn[^>]*?(?:formaction="([^"]*)")?>/g)].map(([, action]) => action ?? 'all')

test('shown again during a flood, a no to some has its own button first and in sight', () => {
  const settings = { organisation: 'Kilimo', mail: null, languages: ['en'] } as const
  const context = { settings, language: 'en', isChosen: false, now: new Date() } as const
  const purposes = [{ name: 'prices', labels: new Map([['en', 'Prices']]) }]
  const work = { text: 'challenge', bits: 15, waitSeconds: 20 }
  const shown = (...fields: readonly (readonly [string, string])[]) =>
    unsubscribePage(context, { token: null, purposes }, new AskAgain('work', fields, false, work))
  for (const again of [shown(['some', '1']), shown(['purpose', 'prices'])]) {
    expect(again).toContain('<details open>')
    expect(buttonsOf(again)).toEqual(['/unsubscribe?some=1', 'all'])
  }
  expect(shown(['email', 'ada@b.example'])).not.toContain('<details open>')
  expect(buttonsOf(shown(['email', 'ada@b.example']))).toEqual(['all', '/unsubscribe?some=1'])
})

test('without a list the page offers to stop everything, and so with one that is damaged or too large', async () => {
  expect(await page()).not.toContain('<details')
  leave('(satchel-purposes (version 1) (purpose')
  expect(await page()).not.toContain('<details')
})

describe('with a list', () => {
  beforeEach(() =>
    leave(
      printPurposes({
        epoch: 1,
        run: 1,
        purposes: [
          {
            name: 'training',
            labels: new Map([
              ['en', 'Training <days>'],
              ['sw', 'Siku za mafunzo'],
            ]),
          },
          { name: 'prices', labels: new Map([['en', 'Prices']]) },
        ],
      }),
    ),
  )

  test('its kinds are offered in the language of the page, an English word said to be one', async () => {
    expect(await page()).toContain('Training &lt;days&gt;')
    const swahili = await page(`${link}?lang=sw`)
    expect(swahili).toContain('>Siku za mafunzo<')
    expect(swahili).toContain('<span lang="en" dir="ltr">Prices</span>')
    expect(swahili).toContain(`formaction="${link}?lang=sw&amp;some=1"`)
  })

  test('the first button stops everything, whatever is ticked below it; so does a mail program', async () => {
    const answers = [
      await choose([['purpose', 'training']], link),
      await postForm(to(link), { 'List-Unsubscribe': 'One-Click' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await answers[0]?.text()).toContain('You get no more letters that you did not ask for')
    const kept = await fieldsKept()
    expect(kept).toContainEqual([['token', liveToken]])
    expect(kept).toContainEqual([
      ['token', liveToken],
      ['List-Unsubscribe', 'One-Click'],
    ])
  })

  test('the second stops those that are ticked, the same answer whatever the token', async () => {
    const some = [
      ['purpose', 'training'],
      ['purpose', 'prices'],
    ] as const
    const first = await choose(some)
    const text = await first.text()
    expect(first.status).toBe(200)
    expect(text).toContain('You get no more of these letters')
    expect(await (await choose(some, `/unsubscribe/${'Z'.repeat(26)}?some=1`)).text()).toBe(text)
    expect(await fieldsKept()).toContainEqual([['token', liveToken], ...some])
  })

  test('with nothing ticked it is asked again, open, and nothing is stopped', async () => {
    const answer = await choose([])
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).toContain('<details open>')
    expect(text).toContain('id="purpose-fault"')
    expect(await fieldsKept()).toEqual([])
  })

  test('by address it keeps what was ticked when the address is wrong, and takes both when it is right', async () => {
    const by = (email: string) =>
      choose(
        [
          ['email', email],
          ['purpose', 'prices'],
        ],
        '/unsubscribe?some=1',
      )
    const wrong = await (await by('nobody')).text()
    expect(wrong).toContain('id="email-fault"')
    expect(wrong).toContain('<details open>')
    expect(buttonsOf(wrong)).toEqual(['/unsubscribe?some=1', 'all'])
    expect(buttonsOf(await (await choose([['email', 'nobody']], '/unsubscribe')).text())).toEqual([
      'all',
      '/unsubscribe?some=1',
    ])
    expect(wrong).toMatch(/value="prices" checked/)
    expect(wrong).not.toMatch(/value="training" checked/)
    expect((await by('ada@b.example')).status).toBe(200)
    expect(await fieldsKept()).toEqual([
      [
        ['email', 'ada@b.example'],
        ['purpose', 'prices'],
      ],
    ])
  })

  test('what is no word of the list is sealed as it came: the core decides', async () => {
    await choose([['purpose', '"><script>']])
    expect(await fieldsKept()).toEqual([
      [
        ['token', liveToken],
        ['purpose', '"><script>'],
      ],
    ])
  })
})

test('an older list changes nothing, the same run again does, and a damaged one is replaced by any', async () => {
  const { home } = host.intake
  const list = (epoch: number, run: number, name: string) =>
    printPurposes({ epoch, run, purposes: [{ name, labels: new Map([['en', name]]) }] })
  const kept = () => parsePurposes(readFileSync(join(home, 'purposes.sexp'), 'utf8')).purposes[0]?.name
  await keepPurposes(home, list(2, 5, 'a'))
  for (const [epoch, run] of [
    [1, 9],
    [2, 4],
  ] as const)
    await keepPurposes(home, list(epoch, run, 'b'))
  expect(kept()).toBe('a')
  await keepPurposes(home, list(2, 5, 'c'))
  expect(kept()).toBe('c')
  await keepPurposes(home, list(3, 1, 'd'))
  expect(kept()).toBe('d')
  leave('(satchel-purposes')
  await keepPurposes(home, list(1, 1, 'e'))
  expect(kept()).toBe('e')
  await expect(keepPurposes(home, 'no list')).rejects.toThrow(Problem)
  expect(kept()).toBe('e')
})
