import { brandOf, faintPairs, letterColours } from '@satchel/forms/look/brand'
import { contrast, mix } from '@satchel/forms/look/colour'
import { logoBytesMax, readLogo } from '@satchel/forms/look/logo'
import { type ColourName, tokens } from '@satchel/forms/look/tokens'
import { printHtmlForm } from '@satchel/forms/html/html-form'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { forms, org, ownPacket, selfUpdate, words } from './samples.ts'
import { jpegOf, pngOf } from './pictures.ts'

const texts: readonly (readonly [ColourName, readonly ColourName[]])[] = [
  ['ink', ['paper', 'card', 'sunk', 'accent-soft', 'due-soft', 'bad-soft', 'good-soft']],
  ['soft', ['paper', 'card', 'sunk', 'accent-soft']],
  ['accent', ['paper', 'card', 'sunk', 'accent-soft']],
  ['on-accent', ['accent']],
  ['due', ['paper', 'card', 'due-soft']],
  ['bad', ['paper', 'card', 'bad-soft']],
  ['good', ['paper', 'card', 'good-soft']],
]
const edges: readonly (readonly [ColourName, readonly ColourName[]])[] = [
  ['line', ['paper', 'card', 'sunk']],
  ['focus', ['paper', 'card', 'sunk']],
]

describe('the colours', () => {
  for (const scheme of ['light', 'dark', 'print'] as const)
    test(`can be read and found, ${scheme}`, () => {
      for (const [needed, pairs] of [[4.5, texts] as const, [3, edges] as const])
        for (const [front, grounds] of pairs)
          for (const ground of grounds)
            expect([front, ground, contrast(tokens[scheme][front], tokens[scheme][ground]) >= needed]).toEqual([
              front,
              ground,
              true,
            ])
    })

  test('are counted as WCAG counts them', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#ff0000', '#ff0000')).toBe(1)
    expect(mix('#ffffff', '#000000', 0.5)).toBe('#808080')
  })
})

describe('a colour of an organisation', () => {
  test('gives all others by day and by night, so that everything can be read', () => {
    for (const accent of ['#14605a', '#7a1f5c', '#0b3d91', '#8b0000', '#000000', '#5b4300'])
      expect([accent, faintPairs(brandOf(accent))]).toEqual([accent, []])
  })

  test('that is too faint is told, with the pair and what is missing', () => {
    const faint = faintPairs(brandOf('#ffcc00'))
    expect(faint.map(({ scheme, front, ground }) => `${scheme} ${front} ${ground}`)).toEqual([
      'light accent paper',
      'light accent card',
      'light accent sunk',
      'light accent accent-soft',
    ])
    expect(faint[0]?.contrast).toBeCloseTo(1.39, 2)
    expect(faintPairs(brandOf('#14605a', '#14605a')).every(({ scheme }) => scheme === 'dark')).toBe(true)
  })

  test('stands in a sheet of its own under its own hash, never on paper, and in letters', () => {
    const brand = brandOf('#7a1f5c')
    const page = printHtmlForm(selfUpdate(), ownPacket(), words('en'), { ...org, brand }, forms.htmlForm, 'x.txt')
    const [sheet = '', own = ''] = [...page.matchAll(/<style>([^<]*)<\/style>/g)].map(([, text]) => text)
    expect(sheet).toContain('--accent:#14605a')
    expect(own).toMatch(/^@media screen\{:root\{--accent:#7a1f5c/)
    for (const text of [sheet, own])
      expect(page).toContain(createHash('sha256').update(text).digest('base64').replaceAll('=', '&#x3D;'))
    expect(letterColours(brand)).toMatchObject({ accent: '#7a1f5c', ink: tokens.light.ink })
    expect(letterColours(undefined)).toEqual(tokens.light)
  })
})

describe('a logo', () => {
  const print = (logo?: ReturnType<typeof readLogo>) =>
    printHtmlForm(
      selfUpdate(),
      ownPacket(),
      words('en'),
      { ...org, brand: brandOf('#14605a', undefined, logo) },
      forms.htmlForm,
      'x.txt',
    )

  test('is a PNG or a JPEG, told by its bytes, with its measures', () => {
    expect(readLogo(pngOf(120, 40))).toMatchObject({ type: 'image/png', width: 120, height: 40 })
    expect(readLogo(jpegOf(300, 90))).toMatchObject({ type: 'image/jpeg', width: 300, height: 90 })
  })

  test('is refused where it is something else, cut off, too wide or too large', () => {
    for (const bytes of [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      Buffer.from('GIF89a'),
      Buffer.alloc(0),
      pngOf(10, 10).subarray(0, -4),
      jpegOf(10, 10).subarray(0, -2),
      pngOf(2001, 1),
      pngOf(0, 5),
      Buffer.concat([pngOf(10, 10), Buffer.alloc(logoBytesMax)]),
    ])
      expect(() => readLogo(bytes)).toThrow(expect.objectContaining({ code: 'look/not-a-logo' }))
    expect(readLogo(pngOf(2000, 1)).width).toBe(2000)
  })

  test('stands in the page, which may show pictures only where there is one', () => {
    const page = print(readLogo(pngOf(120, 40)))
    expect(page).toMatch(/<img class="logo" src="data:image\/png;base64,[^"]+" width="120" height="40" alt="">/)
    expect(page).toContain('; img-src data:; form-action')
    expect(print()).not.toMatch(/<img|img-src/)
  })
})
