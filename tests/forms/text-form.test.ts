import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { throughTextForm } from '@satchel/forms/clean-text/text-form-clean'
import { looksLikeTextForm, parseTextForm, type Statements } from '@satchel/forms/text/text-form-parse'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import { limits } from '@satchel/protocol/limits'
import { Problem } from '@satchel/protocol/problem'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callReport, forms, ownPacket, samplePacket, selfUpdate, texts, token, words } from './samples.ts'

const def = callReport()
/** The versions that were printed into the letters of the vectors; a shipped form may have a later one by now. */
const printed = ['call-report-1', 'self-update-1'].map(name =>
  parseDefinition(readFileSync(join(import.meta.dirname, '../vectors/forms', `${name}.sexp`), 'utf8')),
)
const findForm = (name: string, version: number) =>
  [...forms.definitions, ...printed].find(each => each.name === name && each.version === version) ?? null
const languages = [...forms.words.keys()]

interface Vector {
  readonly about: string
  readonly text: string
  readonly expect: string
  readonly line?: number
  readonly statements?: object
}

describe('a mangled text form', () => {
  const folder = join(import.meta.dirname, '../vectors/text-form')
  for (const file of readdirSync(folder).sort()) {
    const vector = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector
    test(`${file.replace('.json', '')}: ${vector.about}`, () => {
      const { about: _about, text, ...verdict } = vector
      expect(verdictOn(text)).toMatchObject(verdict)
      expect(verdictOn(text).statements).toEqual(
        vector.expect === 'ok' ? { set: {}, rows: [], drops: [], ...vector.statements } : undefined,
      )
    })
  }
})

describe('a printed text form', () => {
  test('comes back stating exactly what was printed, for any value, in every language', () => {
    fc.assert(
      fc.property(fc.constantFrom(...languages), anyValue(), anyValue(), anyValue(), (language, name, note, city) => {
        const packet = withValues(language, name, note, city)
        const back = parseTextForm(printTextForm(def, packet, words(language)), findForm)
        expect(back).toMatchObject({ form: packet.form, packet: packet.id, token, language })
        const stated = plain(back.statements)
        expect(stated.set).toEqual(filled({ 'given-name': name, note, born: city, language: note }))
        expect(stated.rows).toEqual(
          filledRow('c81', { kind: city, value: name }).concat(filledRow('a5', { city, line1: note })),
        )
        expect(stated.drops).toEqual([])
        expect(back.statements.report).toBeUndefined()
      }),
      // a value that looks like the first line of a quoted form
      { numRuns: 500, examples: [['en', 'phone>[form]', ':[form]', '| *[form]']] },
    )
  })

  test('comes back the same when it was quoted, stuffed and given other line ends', () => {
    fc.assert(
      fc.property(
        anyValue(),
        fc.constantFrom(...languages),
        fc.constantFrom('> ', '>', '> > ', ' '),
        fc.constantFrom('\n', '\r\n'),
        // what programs for lines from right to left put around labels
        fc.constantFrom('', '\u200f', '\u202b', '\u2067'),
        (note, language, mark, end, turn) => {
          const text = printTextForm(def, withValues(language, 'Jimmy', note, 'Gulu'), words(language))
          const mangled = text
            .split('\n')
            .map(line => mark + (line.startsWith('[') ? turn + line + turn : line))
            .join(end)
          const { quoted, ...read } = parseTextForm(mangled, findForm)
          const plainly = parseTextForm(text, findForm)
          expect(read).toEqual(plainly)
          // and it is known to be quoted, every value of it
          if (mark !== ' ') expect(quoted).toEqual(plainly.statements)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('keeps its lines under 70 characters whatever is on file', () => {
    fc.assert(
      fc.property(fc.constantFrom(...languages), anyValue(), (language, value) => {
        const form = printTextForm(def, withValues(language, value, value, value), words(language))
        const lines = form.split('\n')
        expect(Math.max(...lines.map(line => Array.from(line).length))).toBeLessThan(70)
        expect(lines.filter(line => line.startsWith('From '))).toEqual([])
      }),
    )
  })

  test('can be found in a letter, and a letter without one has none', () => {
    expect(looksLikeTextForm(`Hello\n\n${printTextForm(def, samplePacket(), words('fr'))}`)).toBe(true)
    expect(looksLikeTextForm('Please look at the [form] again')).toBe(false)
  })

  test('is not opened by what other people wrote in the background, wherever its lines are broken', () => {
    for (let length = 30; length < 70; length++) {
      const background = [
        { date: '2026-10-02', kind: 'call', text: `${'x'.repeat(length)}\n[form]\ncall-report 1 X\n[end]` },
      ]
      const text = printTextForm(def, samplePacket({ background }), words('en'))
      expect(parseTextForm(text, findForm).packet).toBe('7QK2-M9XA-3F0T')
    }
  })

  test('never states a field that may not change', () => {
    const closed = { ...def, fields: def.fields.map(field => ({ ...field, change: false })) }
    const text = printTextForm(closed, samplePacket(), words('en'))
    expect(text).toContain('- Given name: Jimmy')
    expect(parseTextForm(text, () => closed).statements.set.size).toBe(0)
  })

  test('asks of the report only what the packet asks', () => {
    const text = printTextForm(def, samplePacket({ report: ['when'] }), words('en'))
    expect(text).toContain('[Date of the contact]')
    expect(text).not.toContain('[How it went]')
  })

  test("of a person's own form comes back stating what it showed, in every language", () => {
    for (const language of languages) {
      const packet = ownPacket({ language })
      const back = parseTextForm(printTextForm(selfUpdate(), packet, words(language)), findForm)
      expect(back.form).toEqual(packet.form)
      expect(back.statements.set).toEqual(packet.record.fields)
      expect(back.statements.rows.map(({ row, fields }) => [row, fields])).toEqual(
        // what a purpose is called is shown and not asked, and a question that is left open says nothing
        [...packet.record.rows.values()]
          .flat()
          .map(({ id, fields }) => [id, new Map([...fields].filter(([name]) => name !== 'purpose'))] as const)
          .filter(([, fields]) => fields.size > 0),
      )
    }
  })

  test('is refused for a packet of another form', () => {
    const other = samplePacket({ form: { name: 'call-report', version: 9 } })
    expect(problemOf(() => printTextForm(def, other, words('en'))).code).toBe('packet/other-form')
  })
})

describe('reading', () => {
  test('stops at the size of a reply and not before', () => {
    const form = printTextForm(def, samplePacket(), words('en'))
    const full = form + ' '.repeat(limits.replyBytes - Buffer.byteLength(form))
    expect(parseTextForm(full, findForm).packet).toBe('7QK2-M9XA-3F0T')
    expect(problemOf(() => parseTextForm(`${full} `, findForm)).code).toBe('text-form/too-large')
  })

  test('never fails with anything but a Problem, and never says back what was written', () => {
    const piece = fc.constantFrom(
      '[form]',
      '[end]',
      '[token]',
      '[Given name]',
      'call-report 1 ABCD',
      '>',
      '\\',
      '[secret-word]',
      'secret-word',
      '\n',
      '*',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        // verdictOn lets anything but a Problem through, which fails the test.
        expect(verdictOn(pieces.join('')).said).not.toContain('secret-word')
      }),
      { numRuns: 1000 },
    )
  })

  test('of a hostile text of the full size takes less than two seconds', () => {
    for (const piece of ['>', ' ', '[', '*[', '[a', '> [form]\n', '\\', '[form]\n', '(', '[x: ', '\n']) {
      const started = process.cpuUsage()
      problemOf(() =>
        parseTextForm(
          `[form]\ncall-report 1 ABCD\n[Note about the person]\n${piece.repeat(limits.replyBytes / piece.length - 100)}`,
          findForm,
        ),
      )
      const { user, system } = process.cpuUsage(started)
      expect((user + system) / 1000).toBeLessThan(2000)
    }
  })
})

/** Letters of many kinds, and much of what the text form gives a meaning to. */
function anyValue(): fc.Arbitrary<string> {
  const special = fc.constantFrom(
    '\n',
    '\\',
    '[',
    ']',
    '[form]',
    '[end]',
    '>',
    '> ',
    '*',
    ' ',
    '\t',
    '(delete)',
    '-- ',
    'From ',
    'phone',
    '\u00a0',
    '\u200b',
    '\u200d',
    '\u2028',
    '\u0301',
    '2026/1/2',
    '<mailto:a@b>',
    '-',
    '\u2013',
  )
  const mixed = fc.array(fc.oneof(special, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 30 })
  return fc.oneof(
    mixed.map(parts => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
}

function withValues(language: string, name: string, note: string, city: string) {
  const packet = samplePacket({ language })
  const rows = new Map([
    ['contact-point', [{ id: 'c81', fields: texts({ kind: city, value: name }) }]],
    ['address', [{ id: 'a5', fields: texts({ city, line1: note }) }]],
  ])
  const fields = texts({ 'given-name': name, note, born: city, language: note })
  return { ...packet, record: { ...packet.record, fields, rows } }
}

function filled(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const through = Object.entries(values).map(([name, value]) => [name, throughTextForm(value)] as const)
  return Object.fromEntries(through.filter(([, value]) => value !== ''))
}

function filledRow(row: string, values: Readonly<Record<string, string>>) {
  const fields = filled(values)
  const collection = row === 'c81' ? 'contact-point' : 'address'
  return Object.keys(fields).length === 0 ? [] : [{ collection, row, fields }]
}

function plain(statements: Statements) {
  return {
    set: Object.fromEntries(statements.set),
    rows: statements.rows.map(row => ({ ...row, fields: Object.fromEntries(row.fields) })),
    drops: statements.drops,
    ...(statements.report ? { report: Object.fromEntries(statements.report) } : {}),
    ...(statements.doubts ? { doubts: Object.fromEntries(statements.doubts) } : {}),
  }
}

/** What a vector states: `ok` with the statements, or the problem, with its line where it names one. */
function verdictOn(text: string) {
  try {
    return { expect: 'ok', statements: plain(parseTextForm(text, findForm).statements), said: '' }
  } catch (error) {
    if (!(error instanceof Problem) || error.blame !== 'sender') throw error
    const said = [error.message, ...error.hints].join('\n')
    return { expect: `problem ${error.code}`, line: error.details['line'], said }
  }
}

function problemOf(run: () => unknown): Problem {
  try {
    run()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('no problem was raised')
}
