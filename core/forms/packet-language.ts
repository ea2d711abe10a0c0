// The language of a packet, where somebody names it.

import { languages } from '@satchel/protocol/languages'
import { meant } from '@satchel/protocol/nearest'
import type { Words } from '@satchel/forms/words/form-words'
import { problem } from '../problems/problems.ts'

/** @throws Problem usage/wrong where letters have no words in it. */
export function mustHaveWords(words: ReadonlyMap<string, Words>, language: string): void {
  if (words.has(language.split('-')[0] ?? '')) return
  throw problem('usage/wrong', `There are no words in the language "${language}".`, {
    hint: meant(
      language,
      [...words.keys()].map(tag => `${tag} (${languages[tag]?.name ?? tag})`),
    ),
  })
}
