// How commands speak: tables, data, and what must not reach a terminal.

import { Writable } from 'node:stream'
import { bar, cell, makeIo, report, table } from '@satchel/core/cli/io'
import { fileProblem } from '@satchel/core/problems/file-problem'
import { problem } from '@satchel/core/problems/problems'
import { Problem } from '@satchel/protocol/problem'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

function makeStreams(isTTY = false) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          said[name] += chunk.toString()
          done()
        },
      }),
      { isTTY, columns: 40 },
    )
  return { said, streams: { out: stream('out'), err: stream('err') } }
}

describe('a table', () => {
  test('has its header in capitals and columns as wide as their widest cell', () => {
    expect(
      table([
        { name: 'Anna', count: 2, last: 'x' },
        { name: 'Baraka M.', count: null, last: new Date('2026-11-22T08:00:00Z') },
      ]),
    ).toBe('NAME       COUNT  LAST\nAnna       2      x\nBaraka M.         2026-11-22 08:00')
    expect(table([])).toBe('')
  })

  test('cuts a cell at 48 characters, but the last one never', () => {
    const [, line = ''] = table([{ a: 'x'.repeat(49), b: 'y'.repeat(90) }]).split('\n')
    expect(line).toBe(`${'x'.repeat(47)}…  ${'y'.repeat(90)}`)
    expect(table([{ a: 'x'.repeat(48), b: '' }])).toContain('x'.repeat(48))
  })

  test('counts characters, not units of two', () => {
    expect(
      table([
        { a: '😀😀', b: 1 },
        { a: 'abc', b: 2 },
      ]),
    ).toBe('A    B\n😀😀   1\nabc  2')
  })

  test('writes what is no text as data', () => {
    expect(cell({ a: [1] })).toBe('{"a":[1]}')
    expect(cell(undefined)).toBe('')
  })
})

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/

test('no control character of a value reaches the terminal, whichever way it is said', () => {
  const value = fc.string({
    unit: fc.constantFrom('\u0000', '\u001B', '\u009B', '\u0007', '\r', '\b', '\u007F', '\n', 'a'),
  })
  fc.assert(
    fc.property(value, text => {
      const { said, streams } = makeStreams()
      const io = makeIo(streams, false)
      io.say(text)
      io.note(text)
      io.rows([{ a: text, b: text }], 'none')
      io.progress(text)
      expect(said.out + said.err).not.toMatch(controls)
    }),
  )
})

test('a row of a table is one line, whatever its cells hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), cells => {
      const text = table(cells.map(a => ({ a, b: a })))
      expect(text.split('\n')).toHaveLength(cells.length + 1)
    }),
  )
})

describe('with --json', () => {
  test('words are left out and data is printed, a problem too', () => {
    const { said, streams } = makeStreams()
    const io = makeIo(streams, true)
    io.say('words')
    io.rows([{ a: 1 }], 'none')
    expect(JSON.parse(said.out)).toEqual([{ a: 1 }])
    said.out = ''
    const code = report(io, problem('run/locked', 'Another import is under way.', { hint: 'wait' }))
    expect(code).toBe(11)
    expect(JSON.parse(said.out)).toEqual({
      problem: { code: 'run/locked', message: 'Another import is under way.', hints: ['wait'], details: {} },
    })
    expect(said.err).toBe('satchel: Another import is under way. (run/locked)\nhint: wait\n')
  })
})

test('progress is drawn on a terminal only, cut to its width, and cleared before words', () => {
  const pipe = makeStreams()
  makeIo(pipe.streams, false).progress('10 items')
  expect(pipe.said.err).toBe('')
  const terminal = makeStreams(true)
  const io = makeIo(terminal.streams, false)
  io.progress('x'.repeat(100))
  io.say('done')
  expect(terminal.said.err).toBe(`${'x'.repeat(39)}\r\u001B[K`)
  expect(bar(0.5, 'half')).toBe('[##########..........]  50 %  half')
  expect(bar(7, '')).toContain('100 %')
})

test('a bug is said as one, with exit code 1', () => {
  const { said, streams } = makeStreams()
  expect(report(makeIo(streams, false), new TypeError('oops'))).toBe(1)
  expect(said.err).toMatch(/^satchel: a bug stopped the command; nothing half-done was kept\.\nTypeError: oops\n/)
})

test('what the file system refuses is a problem for the operator; what is no such refusal stays a bug', () => {
  const refused = fileProblem(Object.assign(new Error('x'), { code: 'EACCES', path: '/home/x' }))
  expect(refused).toBeInstanceOf(Problem)
  expect(refused).toMatchObject({
    code: 'home/not-writable',
    exit: 2,
    message: '/home/x cannot be used: this user may not.',
  })
  expect(fileProblem(Object.assign(new Error('x'), { code: 'ENOSPC', path: '/x' }))).toMatchObject({
    code: 'disk/full',
  })
  for (const error of [new Error('x'), Object.assign(new Error('x'), { code: 'ENOENT', path: '/x' }), 'x'])
    expect(fileProblem(error)).toBe(error)
})
