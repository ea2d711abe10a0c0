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
 * The colours of an organisation.
 * @param accent by day, #rrggbb.
 * @param accentDark by night; made from the other one where it is not given.
 */
export function brandOf(accent: string, accentDark?: string, logo?: Logo): Brand {
  const light = colourSet(accent.toLowerCase(), 'light')
  const dark = accentDark === undefined ? byNight(light.accent) : colourSet(accentDark.toLowerCase(), 'dark')
  return { light, dark, ...(logo ? { logo } : {}) }
}

/** Pairs that cannot be told apart well enough; empty where all can. */
export function faintPairs(brand: Pick<Brand, 'light' | 'dark'>): readonly FaintPair[] {
  return [...faintIn('light', brand.light), ...faintIn('dark', brand.dark)]
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

function colourSet(accent: string, scheme: 'light' | 'dark'): BrandColours {
  const [on = '#ffffff'] = ['#ffffff', '#06120f'].sort((one, other) => contrast(other, accent) - contrast(one, accent))
  return { accent, 'accent-soft': mix(accent, tokens[scheme].card, 0.12), 'on-accent': on }
}

/** The colour of the day, with as much white as the night needs. */
function byNight(accent: string): BrandColours {
  const lighter = Array.from({ length: 20 }, (_each, step) => colourSet(mix('#ffffff', accent, step / 20), 'dark'))
  return lighter.find(set => faintIn('dark', set).length === 0) ?? colourSet('#ffffff', 'dark')
}
