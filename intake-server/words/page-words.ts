// The words of all pages, a file a language, and the choice of one for a visitor. The order is that of the links below a page.

import { am } from './am.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { hi } from './hi.ts'
import { id } from './id.ts'
import { pt } from './pt.ts'
import { sw } from './sw.ts'
import type { Words } from './word-keys.ts'

const table: Readonly<Record<string, Words>> = { en, de, fr, es, pt, sw, ar, am, hi, id }

/** All that there are. */
export const languages: readonly string[] = Object.keys(table)

/** @param language one of `languages`. */
export function wordsOf(language: string): Words {
  return table[language] ?? en
}

/**
 * The language of a page: what the address asks for, else the best of Accept-Language (RFC 9110, 12.5.4), else the first.
 * @param offered in the order of the settings, not empty.
 */
export function chooseLanguage(
  offered: readonly string[],
  wanted: string | null,
  accepted: string | undefined,
): string {
  if (wanted !== null && offered.includes(wanted)) return wanted
  const ranked = (accepted ?? '')
    .split(',', 20)
    .map(entry => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';')
      const weight = Number(/^\s*q=([01](?:\.[0-9]{0,3})?)$/.exec(parameters[0] ?? '')?.[1] ?? 1)
      return { language: tag.split('-')[0] ?? '', weight }
    })
    .filter(({ language, weight }) => weight > 0 && offered.includes(language))
    .toSorted((one, other) => other.weight - one.weight)
  return ranked[0]?.language ?? offered[0] ?? 'en'
}
