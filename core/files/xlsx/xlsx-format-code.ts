// The code of a number format: its sections, and the tokens of each.

export type Token = readonly [
  kind: 'text' | 'digit' | 'point' | 'percent' | 'letters' | 'general' | 'at' | 'comma' | 'e' | 'slash',
  text: string,
]

export interface Section {
  readonly condition: ((value: number) => boolean) | null
  readonly tokens: readonly Token[]
}

const pieces =
  /"([^"]*)"|\\([\s\S])|_[\s\S]|\*[\s\S]|\[([^\]]*)\]|(General|Standard)|(AM\/PM|A\/P|上午\/下午)|E[+-]|([0#?])|([a-z]+|[\p{Lu}\p{Ll}])|([\s\S])/giu

/** At semicolons outside of texts. */
export const splitSections = (code: string) =>
  [...`${code};`.matchAll(/((?:"[^"]*"|\\[\s\S]|_[\s\S]|\*[\s\S]|\[[^\]]*\]|[^;])*);/g)].map(
    ([, section = '']) => section,
  )

export function readSection(code: string): Section | null {
  const tokens: Token[] = []
  let condition: Section['condition'] = null
  for (const [all, quoted, escaped, bracket, general, noon, digit, letters, other] of code.matchAll(pieces)) {
    if (quoted !== undefined || escaped !== undefined) tokens.push(['text', quoted ?? escaped ?? ''])
    else if (all.startsWith('_') && all.length > 1) tokens.push(['text', ' '])
    else if (all.startsWith('*') && all.length > 1) continue
    else if (bracket !== undefined) {
      const [, sign, limit] = /^(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$/.exec(bracket) ?? []
      if (sign !== undefined) condition = compare(sign, Number(limit))
      else if (bracket.startsWith('$')) tokens.push(['text', bracket.slice(1).replace(/-[^-]*$/, '')])
      else if (/^(h+|m+|s+)$/i.test(bracket)) tokens.push(['letters', 'h'])
      else if (!/^(black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+)$/i.test(bracket)) return null
    } else if (general !== undefined) tokens.push(['general', ''])
    else if (noon !== undefined) tokens.push(['letters', 'h'])
    else if (/^E[+-]$/i.test(all)) tokens.push(['e', all])
    else if (digit !== undefined) tokens.push(['digit', digit])
    else if (letters !== undefined) tokens.push(...runs(letters))
    else if (other !== undefined)
      tokens.push([
        ({ '.': 'point', '%': 'percent', '@': 'at', ',': 'comma', '/': 'slash' } as const)[other] ?? 'text',
        other,
      ])
  }
  return { condition, tokens }
}

const runs = (letters: string) => [...letters.toLowerCase().matchAll(/(.)\1*/g)].map(([run]): Token => ['letters', run])

function compare(sign: string, limit: number): (value: number) => boolean {
  if (sign === '<') return value => value < limit
  if (sign === '>') return value => value > limit
  if (sign === '<=') return value => value <= limit
  if (sign === '>=') return value => value >= limit
  return sign === '=' ? value => value === limit : value => value !== limit
}
