// field=value as it is typed in commands: @FILE reads the value from a file, - from the standard input.

import { readFileSync } from 'node:fs'
import { limits } from '@satchel/protocol/limits'
import { problem } from '../../problems/problems.ts'
import type { SaidField } from '../../records/read/said-fields.ts'
import { readSaidField } from '../../records/read/said-fields.ts'

/** Reads what fields say. @throws Problem usage/wrong. */
export function saidFields(words: readonly string[]): SaidField[] {
  return words.map(word => {
    const said = readSaidField(word)
    // whether it is a text or a file of its own the field says
    const isFile = said.value.startsWith('@') && !said.value.startsWith('@@') && said.value.length > 1
    return isFile ? { ...said, value: '', file: said.value.slice(1) } : { ...said, value: valueOf(said.value) }
  })
}

/** A value, from a file where it says so; `@@` is an at sign. */
export function valueOf(text: string): string {
  if (text.startsWith('@@')) return text.slice(1)
  if (text !== '-' && !text.startsWith('@')) return text
  const file = text === '-' ? 0 : text.slice(1)
  const called = text === '-' ? 'the standard input' : text.slice(1)
  const bytes = (() => {
    try {
      return readFileSync(file)
    } catch (cause) {
      throw problem('usage/wrong', `${called} cannot be read.`, {
        hint: 'write @@ for a value that begins with @',
        cause,
      })
    }
  })()
  if (bytes.length > limits.replyBytes)
    throw problem('usage/wrong', `${called} has more than ${limits.replyBytes / 1024} KiB of text.`)
  return new TextDecoder().decode(bytes).replace(/\r?\n$/, '')
}
