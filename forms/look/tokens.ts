// Every colour, size and space of letters, pages and forms, in this file alone. Pages get them as custom properties by the partial
// `tokens`; letters, whose programs know no custom properties, get the same values by name.

const light = {
  paper: '#f7f5f0',
  card: '#fffefc',
  sunk: '#efece4',
  ink: '#1b2422',
  soft: '#55605c',
  line: '#78827d',
  rule: '#dfdbd0',
  accent: '#14605a',
  'accent-soft': '#e2efec',
  'on-accent': '#ffffff',
  due: '#85480a',
  'due-soft': '#fbeeda',
  bad: '#a02a20',
  'bad-soft': '#fae9e6',
  good: '#1d6a3c',
  'good-soft': '#e3f1e6',
  focus: '#b4530a',
} as const

export type ColourName = keyof typeof light
/** Colours by name, each as #rrggbb. */
export type Colours = Readonly<Record<ColourName, string>>

const dark: Colours = {
  paper: '#141817',
  card: '#1d2322',
  sunk: '#252c2a',
  ink: '#edf0ed',
  soft: '#abb5b1',
  line: '#84908b',
  rule: '#353d3a',
  accent: '#7fd0c5',
  'accent-soft': '#1b3431',
  'on-accent': '#06211e',
  due: '#f3c27c',
  'due-soft': '#38290f',
  bad: '#ffa498',
  'bad-soft': '#40201c',
  good: '#93d6a6',
  'good-soft': '#1a3423',
  focus: '#ffb066',
}

/** A printer has black and white: grounds are paper, words are ink. */
const print: Colours = {
  paper: '#ffffff',
  card: '#ffffff',
  sunk: '#ffffff',
  ink: '#000000',
  soft: '#333333',
  line: '#555555',
  rule: '#999999',
  accent: '#000000',
  'accent-soft': '#ffffff',
  'on-accent': '#ffffff',
  due: '#000000',
  'due-soft': '#ffffff',
  bad: '#000000',
  'bad-soft': '#ffffff',
  good: '#000000',
  'good-soft': '#ffffff',
  focus: '#000000',
}

/** In px at the usual size of text; pages use rem, so that they follow the reader's own size. */
const sizes = {
  small: 15,
  body: 17,
  lead: 20,
  title: 26,
  s1: 4,
  s2: 8,
  s3: 12,
  s4: 16,
  s5: 24,
  s6: 36,
  touch: 48,
  round: 12,
  'round-s': 8,
} as const

export const tokens = { light, dark, print, sizes } as const

/** Colours as custom properties: `--accent:#14605a;...`. */
export function asProperties(colours: Partial<Colours>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value.replace(/^#(.)\1(.)\2(.)\3$/, '#$1$2$3')};`)
    .join('')
}

/** The tokens as the start of a style sheet: by day, by night, on paper. */
export function tokenSheet(): string {
  const measures = Object.entries(sizes).map(([name, px]) => `--${name}:${px / 16}rem;`)
  return [
    `:root{color-scheme:light dark;${asProperties(light)}${measures.join('')}}`,
    `@media (prefers-color-scheme:dark){:root{${asProperties(dark)}}}`,
    `@media print{:root{color-scheme:light;${asProperties(print)}}}`,
  ].join('\n')
}
