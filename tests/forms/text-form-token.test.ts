// What comes to stand around a token on its way, and brackets of other scripts.

import { parseTextForm, parseTextForms } from '@satchel/forms/text/text-form-parse'
import { expect, test } from 'vitest'
import { callReport, token } from './samples.ts'

const def = callReport()
const form = (below: string) =>
  `[form]\ncall-report 1 7QK2-M9XA-3F0T en\n\n[token]\n${below}\n\n[Given name]\nZoe\n\n[end]\n`
const wide = (text: string) => text.replace(/[!-~]/g, sign => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

test.each([
  ['a banner on the next line', `${token}\n\nCAUTION: external sender`],
  ['a banner on the same line', `${token} CAUTION: external sender`],
  ['a banner above it', `External mail, take care\n${token}`],
  ['spaces in it', token.replace(/(.{5})/g, '$1 ')],
  ['a line broken in it and a banner', `${token.slice(0, 11)}\n${token.slice(11)} CAUTION: external`],
  ['full-width letters', wide(token)],
  ['marks of bold text around it', `**${token}**`],
])('a token with %s is read', (_, below) => {
  expect(parseTextForm(form(below), () => def).token).toBe(token)
})

test('one that lost a letter is none', () => {
  expect(parseTextForm(form(token.slice(1)), () => def).token).toHaveLength(25)
})

test.each(['［］', '【】', '〔〕', '「」'])(
  '%s are brackets where the form has the label, else text',
  ([open, close]) => {
    const text = form(token)
      .replaceAll('[', open ?? '')
      .replaceAll(']', close ?? '')
      .replace('Zoe', `Zoe ${open}x${close}`)
    expect(parseTextForm(text, () => def).statements.set.get('given-name')).toContain('Zoe')
  },
)

test.each(['“”', '„“', '«»', '""', "''"])('labels in %s are labels', ([open, close]) => {
  const text = form(token).replace(/^\[.*\]$/gm, label => `${open}${label}${close}`)
  expect(parseTextForm(text, () => def)).toMatchObject({ token, statements: { set: new Map([['given-name', 'Zoe']]) } })
})

test('what is no label of the form stays text in quotation marks', () => {
  const text = form(token).replace('Zoe', 'Zoe\n“[the second]”')
  expect(parseTextForm(text, () => def).statements.set.get('given-name')).toContain('[the second]')
})

test('every form of a text is found', () => {
  expect(parseTextForms(`${form(token)}\n\n${form(token).replace(/^/gm, '> ')}`, () => def)).toHaveLength(2)
})
