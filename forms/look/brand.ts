// An organisation's own colour and logo: what follows from one colour by day and by night, and which pairs must be told apart.
// Nothing is taken whose words could not be read.

import { contrast, mix } from './colour.ts'
import type { Logo } from './logo.ts'
import { type ColourName, type Colours, tokens } from './tokens.ts'

/** The three colours of a scheme that are the organisation's; all others have a meaning and stay. */
type BrandColours = Pick<Colours, 'accent' | 'accent-soft' | 'on-accent'>

export interface Brand {
  readonly light: BrandColours
  readonly dark: BrandColours
  readonly logo?: Logo
}

/** WCAG 2 AA: text, and edges of what is pressed. */
const needed = { text: 4.5, control: 3 } as const

/** Each pair in which an organisation's colour stands with another one. */
const pairs: readonly { readonly front: ColourName; readonly ground: ColourName; readonly use: keyof typeof needed }[] =
  [
    { front: 'accent', ground: 'paper', use: 'text' },
    { front: 'accent', ground: 'card', use: 'text' },
    { front: 'accent', ground: 'sunk', use: 'text' },
    { front: 'accent', ground: 'accent-soft', use: 'text' },
    { front: 'on-accent', ground: 'accent', use: 'text' },
    { front: 'ink', ground: 'accent-soft', use: 'text' },
    { front: 'soft', ground: 'accent-soft', use: 'text' },
    { front: 'line', ground: 'accent-soft', use: 'control' },
  ]

/** Colours of a pair that is too faint, with its contrast and what it needs. */
export interface FaintPair {
  readonly scheme: 'light' | 'dark'
  readonly front: ColourName
  readonly ground: ColourName
  readonly contrast: number
  readonly needed: number
}

/**
 * The colours of an organisation, and its logo.
 * @param accent by day, #rrggbb; Satchel's own where it is not given.
 * @param accentDark by night; made from the other one where it is not given.
 */
export function brandOf(accent?: string, accentDark?: string, logo?: Logo): Brand {
  const own = accent === undefined ? { light: ownColours('light'), dark: ownColours('dark') } : both(accent, accentDark)
  return { ...own, ...(logo ? { logo } : {}) }
}

/** The same colour with as much black as it needs by day; null where it needs none, or black does not help. */
export function readableLike(accent: string): string | null {
  const darker = Array.from({ length: 20 }, (_each, step) => mix('#000000', accent.toLowerCase(), step / 20))
  const found = darker.findIndex(each => faintIn('light', colourSet(each, 'light')).length === 0)
  return found < 1 ? null : (darker[found] ?? null)
}

/** Pairs that cannot be told apart well enough; empty where all can. */
export function faintPairs(brand: Pick<Brand, 'light' | 'dark'>): readonly FaintPair[] {
  return [...faintIn('light', brand.light), ...faintIn('dark', brand.dark)]
}

const fronts: Readonly<Record<string, string>> = {
  accent: 'the colour as text',
  'on-accent': 'words on a full button',
  ink: 'text',
  soft: 'second text',
  line: 'the edge of a box',
}
const grounds: Readonly<Record<string, string>> = {
  paper: 'on the page',
  card: 'on a card',
  sunk: 'on a quiet mark',
  'accent-soft': 'on a chosen field',
  accent: 'in the colour',
}

/** `by day, the colour as text on the page: 1.4, where 4.5 is needed`. Rounded down: what is shown is never better than what is. */
export function sayFaint({ scheme, front, ground, contrast: found, needed: least }: FaintPair): string {
  const when = scheme === 'light' ? 'by day' : 'by night'
  const shown = (Math.floor(found * 10) / 10).toFixed(1)
  return `${when}, ${fronts[front] ?? front} ${grounds[ground] ?? ground}: ${shown}, where ${least} is needed`
}

function faintIn(scheme: 'light' | 'dark', own: BrandColours): readonly FaintPair[] {
  const colours = { ...tokens[scheme], ...own }
  return pairs.flatMap(({ front, ground, use }) => {
    const found = contrast(colours[front], colours[ground])
    return found >= needed[use] ? [] : [{ scheme, front, ground, contrast: found, needed: needed[use] }]
  })
}

/** The colours of a letter: those of the day, with the organisation's own. */
export function letterColours(brand: Brand | undefined): Colours {
  return { ...tokens.light, ...brand?.light }
}

function ownColours(scheme: 'light' | 'dark'): BrandColours {
  const { accent, 'accent-soft': soft, 'on-accent': on } = tokens[scheme]
  return { accent, 'accent-soft': soft, 'on-accent': on }
}

function both(accent: string, accentDark: string | undefined) {
  const light = colourSet(accent.toLowerCase(), 'light')
  return { light, dark: accentDark === undefined ? byNight(light.accent) : colourSet(accentDark.toLowerCase(), 'dark') }
}

function colourSet(accent: string, scheme: 'light' | 'dark'): BrandColours {
  const [on = '#ffffff'] = ['#ffffff', '#06120f'].sort((one, other) => contrast(other, accent) - contrast(one, accent))
  return { accent, 'accent-soft': mix(accent, tokens[scheme].card, 0.12), 'on-accent': on }
}

/** The colour of the day, with as much white as the night needs. */
function byNight(accent: string): BrandColours {
  const lighter = Array.from({ length: 20 }, (_each, step) => colourSet(mix('#ffffff', accent, step / 20), 'dark'))
  return lighter.find(set => faintIn('dark', set).length === 0) ?? colourSet('#ffffff', 'dark')
}
