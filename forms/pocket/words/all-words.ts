// The words of Pocket, a file a language.

import { en } from './en.ts'
import type { PocketWords } from './word-keys.ts'

export const words: Readonly<Record<string, PocketWords>> & { readonly en: PocketWords } = { en }
