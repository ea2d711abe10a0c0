// The words of Pocket, a file a language.

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
import type { PocketWords } from './word-keys.ts'

export const words: Readonly<Record<string, PocketWords>> & { readonly en: PocketWords } = {
  en,
  sw,
  fr,
  de,
  es,
  ar,
  pt,
  am,
  hi,
  id,
}
