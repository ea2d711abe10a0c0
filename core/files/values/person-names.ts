// A whole name in one cell to its parts. What cannot be told from the cell is a fault that says the way, never a guess.

import * as lists from './name-words.ts'

/** How the person says that names of the file are to be parted where the cell does not tell. */
export const namesWays = ['family-last', 'family-last-two', 'family-first'] as const
export type NamesWay = (typeof namesWays)[number]

export interface PartedName {
  readonly given?: string
  readonly family?: string
  readonly prefix?: string
  readonly title?: string
  /** Jr, III and the like: in no field, but it tells two people apart. */
  readonly generation?: string
  readonly told: readonly string[]
  readonly fault?: string
}

export const namesWay = '--names family-last, family-last-two or family-first says it for the file'
const unsure = `is a name that may be parted in several ways: ${namesWay}, or give two columns, given-name and family-name`
const plain = (word: string) => word.toLowerCase().replaceAll('’', "'").replace(/\.$/, '')
const undotted = (word: string) => word.toLowerCase().replaceAll(/\.(?=.)|\.$/g, '')
const bare = (word: string) => plain(word).normalize('NFD').replace(/\p{M}/gu, '')
const isParticle = (word: string) => lists.particles.has(plain(word))
const isInitial = (word: string) => /^(\p{Lu}\p{M}*\.?-?)$|^(\p{Lu}\p{M}*\.-?)+$/u.test(word)
const isCapital = (word: string) =>
  /^(?:Mc|Mac|O['’]|[dD]['’])?\p{Lu}[\p{Lu}\p{M}'’-]*$/u.test(word) && (word.match(/\p{Lu}/gu)?.length ?? 0) > 1
const isEastern = (text: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)

/**
 * @param way what the person said for the names of the file.
 * @param language the row's language, where it has one: some write the family name first.
 */
export function partName(whole: string, way?: NamesWay, language?: string): PartedName {
  const text = whole
    .normalize('NFC')
    .replaceAll(/[\s\u3000]+/gu, ' ')
    .replaceAll(/[，、،]/g, ',')
    .trim()
  const named = text
    .replaceAll(/\([^()]*\)|\[[^[\]]*\]|（[^（）]*）|"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»/g, ' ')
    .replaceAll(/(^| )['‘]\p{L}[^'‘’]*['’](?= |,|$)/gu, ' ')
  const fault = whatIsWrong(named)
  if (fault !== null) return { told: [], fault }
  const told = named === text ? [] : ['what stands in brackets or quotation marks was left out of the name']
  const { segments, prefix, title, generation } = withoutTitles(named.split(',').map(wordsOf))
  const taken = {
    ...(prefix === undefined ? {} : { prefix }),
    ...(title === undefined ? {} : { title }),
    ...(generation === undefined ? {} : { generation }),
  }
  if (generation !== undefined) told.push('Jr, Sr, III and the like were left out of the name: no field is for them')
  const [first, second, ...more] = segments
  if (first === undefined || more.length > 0 || segments.some(segment => segment.length === 0))
    return { told, fault: first === undefined ? 'has no name beside its title' : 'has a comma too many for a name' }
  const all = segments.flat()
  if (all.every(word => isInitial(word) && word.endsWith('.')))
    return { told, fault: 'is no name: it holds initials alone' }
  if (second !== undefined) return { ...taken, ...atComma(first, second), told }
  const [only] = first
  if (first.length === 1 && only !== undefined) {
    if (prefix !== undefined || title !== undefined || generation !== undefined) return { ...taken, family: only, told }
    if (isEastern(only))
      return { told, fault: 'is one word, and nothing says where the family name ends: give two columns' }
    return { ...taken, given: only, told: [...told, 'is one word: it was taken for the given name'] }
  }
  const parted = byCapitals(first) ?? (way === undefined ? bySense(first, language) : byWay(first, way))
  return parted === null ? { told, fault: unsure } : { ...taken, ...joined(parted), told }
}

type Parts = readonly [given: readonly string[], family: readonly string[]]

const wordsOf = (text: string) => text.split(' ').filter(word => word !== '')
const joined = ([given, family]: Parts) => ({
  ...(given.length === 0 ? {} : { given: given.join(' ') }),
  ...(family.length === 0 ? {} : { family: family.join(' ') }),
})

function whatIsWrong(text: string): string | null {
  if (/[@\d]/.test(text)) return 'is no name: it holds digits or an @'
  const words = wordsOf(text.replaceAll(',', ' '))
  if (/[&/+;]/.test(text) || words.some(word => lists.between.has(word) || /^(and|und)$/i.test(word)))
    return 'holds more than one person: give each a row'
  // one word before an "y" names somebody without a family name: two people
  const link = words.findIndex((word, index) => index > 0 && lists.links.has(word))
  if (link === 1 && words.length > 2 && !text.includes(',')) return 'holds more than one person: give each a row'
  if (words.some(word => lists.organisations.has(undotted(word))))
    return 'is the name of an organisation: only people are loaded'
  if (!/\p{L}/u.test(text)) return 'is no name: it holds no letters'
  if (/[\p{Emoji_Presentation}<>=*#%$|\\_~^{}]/u.test(text)) return 'is no name: it holds signs that are no part of one'
  return null
}

const isTitleWord = (word: string) =>
  lists.titles.has(undotted(word)) || (word.endsWith('.') && lists.dottedTitles.has(undotted(word)))

/** Takes forms of address, titles, degrees and generations off. */
function withoutTitles(given: readonly (readonly string[])[]) {
  const segments = given.map(segment => [...segment])
  const prefix: string[] = []
  const title: string[] = []
  const behind: string[] = []
  let generation: string | undefined
  const isBehind = (word: string, hasComma: boolean) => {
    const said = undotted(word)
    if (lists.generations.has(said)) return /^[ivx]/.test(said) ? word === word.toUpperCase() : true
    if (hasComma && lists.shortDegrees.has(word.replaceAll('.', ''))) return true
    return lists.degrees.has(said) && (said === 'esq' || /\p{Lu}.*\p{Lu}/u.test(word))
  }
  const take = (word: string) => {
    if (lists.generations.has(undotted(word))) generation = undotted(word).replace('jnr', 'jr').replace('snr', 'sr')
    else behind.unshift(word)
  }
  const isAllBehind = (segment: readonly string[]) => segment.length > 0 && segment.every(word => isBehind(word, true))
  while (segments.length > 1 && isAllBehind(segments.at(-1) ?? []))
    for (const word of (segments.pop() ?? []).toReversed()) take(word)
  for (const segment of segments) {
    for (
      let last = segment.at(-1);
      last !== undefined && segment.length > 1 && isBehind(last, false);
      last = segment.at(-1)
    ) {
      take(last)
      segment.pop()
    }
    for (let word = segment[0]; word !== undefined; word = segment[0]) {
      const said = plain(word)
      const isAddress = lists.addresses.has(said) || (word.endsWith('.') && lists.dottedAddresses.has(said))
      const isTitle = word
        .split(/\.(?=\p{L})/u)
        .every((each, index) => isTitleWord(each) || (index > 0 && lists.titleParts.has(undotted(each))))
      const isPart = title.length > 0 && word === word.toLowerCase() && lists.titleParts.has(undotted(word))
      if (!isAddress && !isTitle && !isPart) break
      ;(isAddress ? prefix : title).push(word)
      segment.shift()
    }
  }
  const titled = [...(title.length === 0 ? [] : [title.join(' ')]), ...behind].join(', ')
  return {
    segments: segments.length === 1 && segments[0]?.length === 0 ? [] : segments,
    prefix: prefix.length === 0 ? undefined : prefix.join(' '),
    title: titled === '' ? undefined : titled,
    generation,
  }
}

/** "Family, Given", and "Beethoven, Ludwig van". */
function atComma(family: readonly string[], given: readonly string[]) {
  let end = given.length
  while (end > 1 && isParticle(given[end - 1] ?? '') && given[end - 1] === given[end - 1]?.toLowerCase()) end--
  return joined([given.slice(0, end), [...given.slice(end), ...family]])
}

/** A family name in capitals beside a given name that is not. */
function byCapitals(words: readonly string[]): Parts | null {
  const isNeutral = (word: string) => isInitial(word) || isParticle(word)
  const capital = words.map(word => isCapital(word))
  const isOther = words.map((word, index) => capital[index] !== true && !isNeutral(word))
  if (!words.some((word, index) => capital[index] === true && word.length > 2) || !isOther.includes(true)) return null
  let from = capital.indexOf(true)
  let to = capital.lastIndexOf(true) + 1
  while (from > 0 && isParticle(words[from - 1] ?? '')) from--
  if (isOther.slice(from, to).includes(true)) return null
  if (from === 0) return [words.slice(to), words.slice(0, to)]
  return to === words.length ? [words.slice(0, from), words.slice(from)] : null
}

/** Parts where there is one way to do it: two words, initials between, one word on each side of a particle. */
function bySense(words: readonly string[], language: string | undefined): Parts | null {
  const [first = ''] = words
  const last = words.at(-1) ?? ''
  const isMixed = words.some(word => /^\p{Lu}{2,3}$/u.test(word)) && words.some(word => !/^\p{Lu}+$/u.test(word))
  const isAsking =
    (language !== undefined && lists.familyFirstLanguages.has(language)) ||
    words.some(word => isEastern(word) || lists.links.has(word)) ||
    words.slice(0, -1).some(word => lists.asking.has(plain(word))) ||
    words.some((word, index) => word.endsWith('.') && !isInitial(word) && !(index > 0 && isParticle(word))) ||
    lists.firstFamilies.has(bare(first)) ||
    isParticle(first) ||
    // "M. Dupont" is a Monsieur, or somebody's initial
    first === 'M.' ||
    (words.length > 2 && isInitial(last)) ||
    isMixed
  if (isAsking) return null
  const at = words.findIndex((word, index) => index > 0 && isParticle(word))
  const given = words.slice(0, at === -1 ? -1 : at)
  const family = words.slice(at === -1 ? -1 : at)
  const names = given.filter(word => !isInitial(word)).length
  const isOne = names <= 1 && family.filter(word => !isParticle(word)).length === 1
  return isOne && !isParticle(last) ? [given, family] : null
}

/** Parts as the person said. Particles stay with the word that follows. */
function byWay(words: readonly string[], way: NamesWay): Parts {
  const units: string[][] = []
  let open = false
  for (const word of words) {
    const binds = isParticle(word) || lists.links.has(word)
    if (open) units.at(-1)?.push(word)
    else units.push([word])
    open = binds
  }
  if (way === 'family-first') return [units.slice(1).flat(), units[0] ?? []]
  const family = way === 'family-last-two' && units.length > 2 ? 2 : 1
  return [units.slice(0, -family).flat(), units.slice(-family).flat()]
}
