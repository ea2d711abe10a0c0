// Pages are written in direct English: no sentence opens with a riddle, and the private words that the glossary retired stay away.

import { describe, expect, test } from 'vitest'
import { filesBelow, read } from './sources.ts'

const pages = filesBelow('.').filter(file => file.endsWith('.md'))

/** Running text of a page by blocks: paragraphs, headings, list items and table cells, without code and titles of tests. */
function blocksOf(page: string): readonly string[] {
  return page
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`tests\/[^`]+` "[^"]+"/g, '')
    .replace(/`[^`]*`/g, '`code`')
    .replace(/\]\([^)]*\)/g, ']')
    .split(/\n\s*\n|\n(?=\s*(?:[-*#|]|\d+\.)\s?)/)
    .flatMap(block => (block.trimStart().startsWith('|') ? block.split('|') : [block]))
    .map(block => block.replace(/^\s*(?:#+|[-*]|\d+\.)\s+/, '').replaceAll(/\s+/g, ' '))
    .map(block => block.replaceAll('*', '').trim())
}

function sentencesOf(page: string): readonly string[] {
  return blocksOf(page).flatMap(block => block.split(/(?<=[.!?:;]["')]*)\s+/))
}

/** "What is away keeps nobody ...", "Whoever has ...": the reader has to solve these before reading on. */
const riddle = /^["'(]*(?:What|Who|Whom|Whose|Whoever|Whatever)\b(?!.*\?["')]*$)/

/** Each with the word that the house uses. */
const retired: readonly (readonly [RegExp, string])[] = [
  [/\bdoors?\b/i, 'channel'],
  [/\b(?:shelf|shelves)\b/i, 'form catalog'],
  [/\bwish(?:es)? for\b/i, 'form request'],
  [/\barrows?\b/i, 'state transition'],
  [/\bsettl(?:e|es|ed|ing)\b/i, 'acknowledge, resolve or release'],
  [/\bjudg(?:e|es|ed|ing)\b/i, 'merge, classify or check'],
  [/\b(?:whoever|whomever|whosoever)\b/i, 'anyone who'],
  [/\b(?:doers?|teller)\b/i, 'handler, reporter'],
  [/\b(?:stands|lies)\b(?! for\b)/i, 'is'],
]

function faultsOf(page: string): readonly string[] {
  return sentencesOf(page).flatMap(sentence => [
    ...(riddle.test(sentence) ? [`begins with a riddle: ${sentence}`] : []),
    ...retired.filter(([word]) => word.test(sentence)).map(([, instead]) => `say ${instead}: ${sentence}`),
  ])
}

test.each(pages)('%s is written in direct English', page => {
  expect(faultsOf(read(page))).toEqual([])
})

describe('the rule itself', () => {
  test.each([
    'What is away keeps nobody from the rest.',
    'It works. Whoever has the token may answer.',
    'Two lines of\ntext. What is not listed\ncannot happen.',
    '- **What is sent.** A letter.',
    '1. Who leaves has no login.',
    '| Case | What happens |',
    '## Whose no it is',
    'Replies come by several doors.',
    'A wish for a form\nis answered.',
    'What is no `arrow` is refused.',
    'Held changes are settled together.',
    'The mail is judged before.',
    'It goes to whoever asks.',
    'The value that stands is kept.',
    'The letter lies in the outbox.',
  ])('finds a fault in: %s', text => {
    expect(faultsOf(text)).not.toEqual([])
  })

  test.each([
    'What does it cost?',
    '## Who sees a private note?',
    'It shows what was sent, and who sent it.',
    'The column `door` and the table `arrow` keep their names.',
    '```sh\nWhat stands at the doors\n```',
    '| A promise | `tests/sql/doors.test.ts` "what lies at the door" |',
    'The token stands for you.',
  ])('passes: %s', text => {
    expect(faultsOf(text)).toEqual([])
  })
})
