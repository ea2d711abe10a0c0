// What reaches a terminal: nothing that is not seen itself, and every letter of every script.

import { Writable } from 'node:stream'
import { main } from '@satchel/core/cli/main'
import { makeIo, report } from '@satchel/core/cli/io'
import { asData, shown, shownJson } from '@satchel/protocol/shown'
import { problem } from '@satchel/core/problems/problems'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const unseen = [
  0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x061c, 0x200e, 0x200f, 0x200b, 0x200c,
  0x200d, 0x2060, 0x2063, 0x206f, 0xfeff, 0x00ad, 0x034f, 0x115f, 0x3164, 0xffa0, 0x180e, 0x0000, 0x0007, 0x0008,
  0x000d, 0x001b, 0x007f, 0x0085, 0x009b, 0x2028, 0x2029, 0xfe0f, 0xfff9, 0xe0001, 0xe0041,
]

/** None of them may be left where it follows a letter of ours. */
const left = (text: string) => [...text].filter(one => unseen.includes(one.codePointAt(0) ?? 0))

function world() {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          said[name] += chunk.toString()
          done()
        },
      }),
      { isTTY: true, columns: 200 },
    )
  return { said, streams: { out: stream('out'), err: stream('err') } }
}

describe('a character that is not seen', () => {
  test.each(unseen.map(code => [code.toString(16).toUpperCase().padStart(4, '0'), String.fromCodePoint(code)]))(
    'U+%s is shown by its number, however it is said',
    (digits, character) => {
      const value = `a${character}b`
      const number = digits.length > 4 ? `a\\u{${digits}}b` : `a\\u${digits}b`
      const { said, streams } = world()
      const io = makeIo(streams, false)
      io.say(value)
      io.note(value)
      io.rows([{ [value]: 1, b: value, c: value }], 'none')
      io.progress(value)
      report(io, problem('usage/wrong', value, { hint: value }))
      report(io, new Error(value))
      expect(left((said.out + said.err).replaceAll('\r\u001B[K', ''))).toEqual([])
      expect(said.out.split(number)).toHaveLength(4)
      expect(shown(shown(value))).toBe(shown(value))
    },
  )

  test.each(unseen.map(code => [code.toString(16), String.fromCodePoint(code)]))(
    'U+%s stands in no string of JSON, which says the same',
    (_, character) => {
      const { said, streams } = world()
      const value = { [`k${character}`]: [`a${character}b`] }
      const io = makeIo(streams, true)
      io.data(value)
      expect(left(said.out)).toEqual([])
      expect(JSON.parse(said.out)).toEqual(value)
    },
  )

  test('is not repeated by a command line that does not know it', async () => {
    const { said, streams } = world()
    const rest = { env: {}, now: () => new Date(), stop: new AbortController().signal, setExitCode: () => undefined }
    await main(['show\u202Eevil', 'x'], { streams, ...rest })
    await main(['next', '--\u001B[2Jevil'], { streams, ...rest })
    expect(said.err).toContain('show\\u202Eevil')
    expect(left(said.out + said.err)).toEqual([])
  })

  test('in data is shown on a terminal, and left as it is for a program', () => {
    expect(asData('a\u202Eb', { isTTY: true })).toBe('a\\u202Eb')
    expect(asData('a\u202Eb', {})).toBe('a\u202Eb')
  })
})

describe('what is seen stays as it is', () => {
  test.each([
    'فاطمة عمر',
    'דוד בן־גוריון',
    'علی\u200Cرضا',
    'क्\u200Dष',
    'ශ්\u200Dරී',
    'Ñandú Müller e\u0301',
    '李小龍',
    '😀👩\u200D👩\u200D👧👍🏽❤\uFE0F1\uFE0F\u20E3',
    'two\nlines\tand a tab',
  ])('%j', text => {
    expect(shown(text)).toBe(text)
    expect(JSON.parse(shownJson(text))).toBe(text)
  })

  test('JSON of any text says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(JSON.parse(shownJson({ text }))).toEqual({ text })
      }),
    )
  })

  test('lines of another system end as ours', () => {
    expect(shown('a\r\nb')).toBe('a\nb')
  })
})
