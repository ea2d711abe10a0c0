// The guards of Pocket on the device: nothing of a hostile packet runs, nothing that is kept can be read, and what is no sealed packet is refused.

import { describe, expect } from 'vitest'
import { forms } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram } from './browser.ts'
import {
  asFile,
  begin,
  lockedAround,
  passphrase,
  phrase,
  phraseKey,
  pick,
  pickFirst,
  pickWithPhrase,
  unlock,
  withPocket,
} from './pocket.ts'
import { workPage } from './work-page.ts'

/** Everything that a page can run, load, send or pretend with, beside a packet that is in order. */
const hostile = [
  '<script>parent.broken="script"</script>',
  '<img src=x onerror="parent.broken=\'img\'">',
  '<svg onload="parent.broken=\'svg\'"><script>parent.broken="svg script"</script><a href="javascript:parent.broken=1"><path d="M0 0"/></a></svg>',
  '<iframe src="javascript:parent.parent.broken=1"></iframe><iframe srcdoc="<script>top.broken=2</script>"></iframe>',
  '<object data="data:text/html,<script>top.broken=3</script>"></object><embed src="https://elsewhere.example/x">',
  '<a id=link href="javascript:parent.broken=4" target=_top>press</a><a href="https://elsewhere.example/">away</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD50b3AuYnJva2VuPTU8L3NjcmlwdD4=">shown</a>',
  '<base href="https://elsewhere.example/"><meta http-equiv=refresh content="0;url=https://elsewhere.example/">',
  '<link rel=stylesheet href="https://elsewhere.example/x.css"><style>@import "https://elsewhere.example/y.css"</style>',
  '<form action="https://elsewhere.example/" method=post><input name=x><button>other</button></form>',
  '<input name="__proto__" value=x><input name="set.__proto__" value=changed><input name="constructor.prototype" id="satchelHost">',
  '<p style="background:url(https://elsewhere.example/z)" onclick="parent.broken=6">styled</p>',
  '<template><script>parent.broken=7</script></template><noscript><p title="</noscript><img src=x onerror=parent.broken=8>"></noscript>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=parent.broken=9&gt;"></mglyph></table></mtext></math>',
].join('')

/** A packet of this intake with more in its page. */
function withHostile(locked: string, inner: string): Promise<string> {
  const place = '</main>'
  if (!inner.includes(place)) throw new Error('the page has no end')
  return phraseKey().then(key =>
    lockedAround(inner.replace(place, `${hostile}${place}`), key, /data-packet="([^"]+)/.exec(locked)?.[1] ?? ''),
  )
}

describe('a hostile packet', () => {
  systemTest([browserProgram], 'runs, loads, sends and pretends nothing, and is a packet like any other', async () => {
    await withPocket({}, async ({ page, intake, locked, inner, packet }) => {
      const asked: string[] = []
      page.on('request', request => asked.push(request.url()))
      page.on('dialog', dialog => asked.push(`dialog ${dialog.message()}`))
      await begin(page, intake.url)
      await pickFirst(page, await withHostile(locked(), inner()))
      await packet.getByText('press').click()
      await packet.getByText('shown').click()
      await packet.getByText('styled').click()
      await packet.getByRole('button', { name: 'other', exact: true }).click()
      await packet.locator('.outcomes label', { hasText: /^Reached$/ }).click()
      await packet.locator('#draft', { hasText: 'Draft kept' }).waitFor()
      expect(await page.evaluate('window.broken')).toBeUndefined()
      expect(await page.evaluate('({}).changed === undefined && Object.keys(Object.prototype).length')).toBe(0)
      expect(asked.filter(url => !url.startsWith(`${intake.url}/`) && !url.startsWith('blob:'))).toEqual([])
      const parts = await page.evaluate<string>(`(() => {
        const all = [...document.getElementById('frame').contentDocument.querySelectorAll('*')]
        const bad = all.filter(one => /^(?:script|style|iframe|object|embed|base|meta|link|template|math|noscript)$/.test(one.localName) && one.closest('body'))
        const attributes = all.flatMap(one => [...one.attributes].filter(({ name, value }) => (name === 'style' && value !== '') || /^(?:on|action$|target$|srcdoc$)/.test(name) || /javascript:|elsewhere/.test(value)))
        return bad.map(one => one.localName).concat(attributes.map(({ name }) => name)).join(' ')
      })()`)
      // the one script of the frame is Pocket's own
      expect(parts).toBe('script')
      expect(await page.evaluate('location.pathname')).toBe('/app/')
    })
  })

  systemTest([browserProgram], 'that is too large or too deep is refused, and the next one opens', async () => {
    await withPocket({}, async ({ page, intake, locked, inner, packet }) => {
      await begin(page, intake.url)
      const deep = inner().replace(
        '<section class="record card">',
        `${'<div>'.repeat(400)}<section class="record card">`,
      )
      await pickWithPhrase(page, lockedAround(deep, await phraseKey(), '7QK2-M9XA-3F0T'))
      await page.getByText('is no packet that Pocket can answer').waitFor()
      await page.locator('#pick').setInputFiles([asFile(' '.repeat(24 * 1024 * 1024 + 1))])
      await page.getByText('too large for a packet').waitFor()
      await page.getByRole('button', { name: 'Close' }).first().click()
      await pick(page, locked({ id: '9QK2-M9XA-3F0T' }))
      await packet.getByText('How did it go?').waitFor()
    })
  })
})

/** Every part of a page but its scripts and sheets, with what it is called and where it leads; and the words of a packet. */
const partsOf = (of: string) => `(body => [
  [...body.querySelectorAll('*')].filter(one => !one.matches('script, style, [type=hidden]')).map(one =>
    [one.localName, one.id, one.getAttribute('name'), one.getAttribute('type'), one.getAttribute('href'), one.getAttribute('maxlength'), one.getAttribute('inputmode')].join(' ')),
  ['.ask', '.side', '.bar'].map(part => body.querySelector(part)?.textContent ?? '')
])(${of})`

describe('a packet in Pocket', () => {
  systemTest(
    [browserProgram],
    'has every part and word that its page by mail has, in every shipped form about a person',
    async () => {
      await withPocket({}, async ({ page, intake, inner, packet }) => {
        await begin(page, intake.url)
        const mailed = await page.context().newPage()
        const pages = forms.definitions.flatMap((def, at) => {
          const asked = { form: { name: def.name, version: def.version }, report: def.report.map(({ name }) => name) }
          try {
            return [inner({ ...asked, id: `${at.toString(36).toUpperCase()}QK2-M9XA-3F0T` }, undefined, def)]
          } catch {
            // about another type of record
            return []
          }
        })
        expect(pages.length).toBeGreaterThan(3)
        for (const [at, content] of pages.entries()) {
          const id = /data-packet="?([0-9A-Z-]{14})/.exec(content)?.[1] ?? ''
          const file = lockedAround(content, await phraseKey(), id)
          await (at === 0 ? pickFirst(page, file) : pick(page, file))
          await packet.locator('.foot .num', { hasText: id }).waitFor()
          await packet.locator('#draft:not(:empty)').waitFor()
          const [expected, words] = await mailed.evaluate<[string[], string[]]>(
            partsOf(`new DOMParser().parseFromString(${JSON.stringify(content)}, 'text/html').body`),
          )
          const [found, said] = await page.evaluate<[string[], string[]]>(
            partsOf("document.getElementById('frame').contentDocument.body"),
          )
          const left = [...found]
          const missing = expected.filter(part => {
            const place = left.indexOf(part)
            if (place >= 0) left.splice(place, 1)
            return place < 0
          })
          expect([id, missing]).toEqual([id, []])
          expect(said).toEqual(words)
          await page.goBack()
        }
      })
    },
  )
})

describe('what Pocket does not take', () => {
  systemTest(
    [browserProgram],
    'is refused with the reason: open, for OpenPGP, of another office, no packet',
    async () => {
      await withPocket({}, async ({ page, intake, locked }) => {
        await begin(page, intake.url)
        await page.getByRole('button', { name: 'Add a packet' }).click()
        for (const [content, says] of [
          [workPage(), 'This packet came open'],
          ['(satchel-packet (version 1))', 'This packet came open'],
          ['-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n', 'sealed to an OpenPGP key'],
          ['<h1>hello</h1>', 'There is no packet in this'],
          [
            '(satchel-outcome (version 1) (reply "x") (packet "0QK2-M9XA-3F0T") (epoch 3) (status imported))',
            'that is not here',
          ],
        ] as const) {
          await pick(page, content)
          await page.locator('#addbad', { hasText: says }).waitFor()
        }
        await pick(page, locked({}, 'https://other.example.org'))
        await page.getByRole('textbox', { name: 'Your phrase' }).fill('7QK2-M9XA-3F0T-8WVC')
        await page.getByRole('button', { name: 'Open', exact: true }).click()
        await page.getByText('This phrase does not open the packet').waitFor()
        await page.getByRole('textbox', { name: 'Your phrase' }).fill('7qk2 m9xa 3fot 8wvb')
        await page.getByRole('button', { name: 'Open', exact: true }).click()
        await page.getByText('This packet is answered at other.example.org').waitFor()
        expect(await page.locator('.item').count()).toBe(0)
      })
    },
  )
})

/** Everything that the origin keeps, as one text. */
const keptText = `(async () => {
  const open = name => new Promise(resolve => { const request = indexedDB.open(name); request.onsuccess = () => resolve(request.result) })
  const text = value => value instanceof Uint8Array ? String.fromCharCode(...value.slice(0, 100000)) : typeof value === 'object' && value ? Object.values(value).map(text).join(' ') : String(value)
  let found = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie + location.href
  for (const { name } of await indexedDB.databases()) {
    const base = await open(name)
    for (const store of base.objectStoreNames) {
      const at = base.transaction(store).objectStore(store)
      const all = which => new Promise(resolve => { const request = at[which](); request.onsuccess = () => resolve(request.result) })
      found += (await all('getAllKeys')).join(' ') + (await all('getAll')).map(text).join(' ')
    }
    base.close()
  }
  return found
})()`

describe('what is kept on the device', () => {
  systemTest(
    [browserProgram],
    'cannot be read without the passphrase: no name, draft, answer that waits, or phrase',
    async () => {
      await withPocket({}, async ({ page, intake, locked, packet }) => {
        await begin(page, intake.url)
        await pickFirst(page, locked())
        await page.context().setOffline(true)
        await packet.locator('.outcomes label', { hasText: /^Reached$/ }).click()
        await packet.getByLabel('What was said').fill('Kanarienvogel7f3a')
        await packet.getByRole('button', { name: 'Check and send' }).click()
        await packet.getByRole('button', { name: 'Send to the office' }).click()
        await packet.getByText('is kept here').waitFor()
        const kept = await page.evaluate<string>(keptText)
        expect(kept.length).toBeGreaterThan(50_000)
        for (const secret of [
          'Jimmy',
          'Okello',
          'Gulu',
          'maize',
          'Kanarien',
          'reached',
          '7QK2',
          '8WVB',
          'satchel-',
          'head',
          passphrase,
          phrase,
        ])
          expect([secret, kept.includes(secret)]).toEqual([secret, false])
        // locked again, its own page has nothing of it either
        await page.getByRole('button', { name: 'All packets' }).click()
        await page.getByRole('button', { name: 'Lock' }).click()
        await page.getByText('Your packets are locked').waitFor()
        expect(await page.content()).not.toMatch(/Okello|Kanarien/)
        await unlock(page, 'some other passphrase')
        await page.getByText('This is not the passphrase').waitFor()
        await unlock(page)
        await page.locator('.item', { hasText: 'Jimmy Okello' }).waitFor()
      })
    },
  )

  systemTest([browserProgram], 'is locked after its minutes, changes its passphrase, and goes when asked', async () => {
    await withPocket({}, async ({ page, intake, locked }) => {
      await page.clock.install()
      await begin(page, intake.url)
      await pickFirst(page, locked())
      await page.clock.fastForward(4 * 60_000)
      await page.clock.runFor(6_000)
      expect(await page.getByText('Your packets are locked').isVisible()).toBe(false)
      await page.clock.fastForward(2 * 60_000)
      await page.clock.runFor(6_000)
      await page.getByText('Your packets are locked').waitFor()
      await unlock(page)
      await page.getByRole('button', { name: 'Settings' }).click()
      await page.locator('summary', { hasText: 'Change the passphrase' }).click()
      const change = async (old: string, next: string, says: string) => {
        await page.getByLabel('Passphrase until now').fill(old)
        await page.getByLabel('New passphrase').fill(next)
        await page.locator('#changeform button').click()
        await page.locator('#changebad', { hasText: says }).waitFor()
      }
      await change('wrong wrong wrong', 'another passphrase', 'This is not the passphrase')
      await change(passphrase, 'short', 'too short')
      await change(passphrase, 'another passphrase', 'The passphrase is changed')
      await page.reload()
      await unlock(page)
      await page.getByText('This is not the passphrase').waitFor()
      await unlock(page, 'another passphrase')
      await page.locator('.item', { hasText: 'Jimmy Okello' }).waitFor()
      await page.getByRole('button', { name: 'Settings' }).click()
      await page.locator('summary', { hasText: 'Remove everything from here' }).click()
      await page.locator('#wipe').click()
      await page.getByRole('button', { name: 'Begin' }).waitFor()
      expect(await page.evaluate<string>(keptText)).not.toContain('lock')
    })
  })
})
