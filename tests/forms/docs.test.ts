// The examples in the documents are read and parsed, so that they cannot go stale.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { formProblems } from '@satchel/forms/problems'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import { describe, expect, test } from 'vitest'
import { callReport, samplePacket, texts, words } from './samples.ts'

const def = callReport()
const read = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')
const example = (name: string, mark: string) => read(name).split(`${mark}\n`)[1]?.split('```')[0] ?? ''

describe('the text form in the docs', () => {
  test('is one that we print, shortened', () => {
    const packet = samplePacket()
    const printed = printTextForm(
      def,
      { ...packet, record: { ...packet.record, fields: texts({ 'given-name': 'Jimmy', 'family-name': 'Okello' }) } },
      words('en'),
    )
    const blocks = example('text-form.md', 'form-sent')
      .trim()
      .split(/\n\n(?=\[)/)
    expect(blocks.length).toBeGreaterThan(10)
    for (const block of blocks) expect(`\n${printed}`).toContain(`\n${block}\n`)
  })

  test('says when answered what the table below it says', () => {
    const { packet, statements } = parseTextForm(example('text-form.md', 'form-answered'), () => def)
    expect(packet).toBe('7QK2-M9XA-3F0T')
    expect(Object.fromEntries(statements.set)).toEqual({ 'given-name': 'James', 'family-name': 'Okello' })
    expect(statements.drops).toEqual([{ collection: 'contact-point', row: 'c82' }])
    expect(statements.rows.map(({ row, fields }) => [row, ...fields.values()])).toEqual([
      ['new-1', 'phone', '+256 700 000 009'],
    ])
    expect(Object.fromEntries(statements.report ?? [])).toEqual({
      when: '2026-11-22',
      outcome: 'reached',
      note: 'Wants a visit in May.\nBring the seed list.',
    })
  })
})

test('the form definition in the docs has no fault', () => {
  expect(parseDefinition(example('forms.md', 'form-definition')).name).toBe('field-visit')
})

test('every problem of forms is raised somewhere in forms', () => {
  const root = join(import.meta.dirname, '../../forms')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    file => /^(?!dist|node_modules).*\.ts$/.test(file) && file !== 'problems.ts',
  )
  const text = sources.map(file => readFileSync(join(root, file), 'utf8')).join('\n')
  for (const code of Object.keys(formProblems)) expect(text).toMatch(new RegExp(`problem\\(\\s*'${code}'`))
})
