// The words of the console in each language, and what writes them into a page.

import { consoleWords, languages, missingWords, speak } from '@satchel/core/console/page/words'
import { address, attribute, html, raw } from '@satchel/core/console/page/html'
import { sections } from '@satchel/core/console/page/places'
import { expect, test } from 'vitest'
import { filesBelow, read } from '../workspace/sources.ts'

test('every language has every text, with the same places to fill in', () => {
  expect(missingWords()).toEqual([])
  expect([...consoleWords().keys()]).toEqual([...languages])
})

test('every text that a page names is there, and every place of the column has its name', () => {
  const english = speak('en', 'UTC')
  const files = filesBelow('core/console').filter(file => file.endsWith('.ts'))
  const named = files.flatMap(file =>
    [...read(file).matchAll(/\bsay\(\s*'([a-z][a-z0-9-]*)'/g)].map(([, key = '']) => key),
  )
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter(key => !english.has(key))).toEqual([])
  const places = sections.flatMap(({ title, list }) => [
    ...(title === '' ? [] : [`section-${title}`]),
    ...list.map(({ key }) => `place-${key}`),
  ])
  expect(places.filter(key => !english.has(key))).toEqual([])
})

test('days and numbers are written as the language writes them', () => {
  const zone = 'Africa/Nairobi'
  const late = new Date('2026-11-30T22:30:00Z')
  expect(speak('en', zone).day(late)).toBe('Tuesday, 1 December 2026')
  expect(speak('de', zone).day('2026-11-30')).toBe('Montag, 30. November 2026')
  expect(speak('fr', zone).number(1234567.5)).toMatch(/^1\s234\s567,5$/)
  expect(speak('sw-KE', zone).language).toBe('sw')
  expect(speak('xx', zone).language).toBe('en')
  const now = new Date('2026-11-30T12:00:00Z')
  const ages = ['2026-11-30T11:55:00Z', '2026-11-29T11:00:00Z', '2026-11-20T12:00:00Z'].map(at =>
    speak('en', zone).age(new Date(at), now),
  )
  expect(ages).toEqual(['5 min', '25 h', '10 days'])
})

test('what is put into a template is escaped, as text and in an attribute', () => {
  const hostile = `"><script>alert('1')</script>&amp;`
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;'
  expect(html`<p title="${hostile}">${hostile}</p>`.html).toBe(`<p title="${escaped}">${escaped}</p>`)
  expect(html`${[html`<b>${hostile}</b>`, null, false]}`.html).toBe(`<b>${escaped}</b>`)
  expect(html`a${null}${undefined}${true}${false}${0}`.html).toBe('a0')
  expect(html`<i${attribute('data-x', hostile)}${attribute('hidden', true)}${attribute('id', null)}>`.html).toBe(
    `<i data-x="${escaped}" hidden>`,
  )
  expect(html`${raw('<hr>')}`.html).toBe('<hr>')
  expect(address('/find', { q: 'a&b="c"', type: '', owner: null, id: ['1', '2'] })).toBe(
    '/find?q=a%26b%3D%22c%22&id=1&id=2',
  )
})
