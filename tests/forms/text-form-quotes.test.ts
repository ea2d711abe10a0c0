import { plainQuotes } from '@satchel/forms/clean-text/text-form-quotes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('marks of quotes', () => {
  test.each([
    ['bars are marks', '| [form]\n| x\n|\n| [end]', '> [form]\n> x\n>\n> [end]'],
    ['bars around others', '| > [form]\n| > x\ny', '>> [form]\n>> x\ny'],
    ['initials', 'GA> [form]\nGA> x\nGA>\nno> yes', '> [form]\n> x\n>\n> yes'],
    ['a colon, where the form has it', ': [form]\n: at 9:30\n: [end]', '> [form]\n> at 9:30\n> [end]'],
    ['no more of them than the form has', '| [form]\n| | x', '> [form]\n> | x'],
    ['a bar in a text without marks stays', '[form]\n| x\n> y\n[end]', '[form]\n| x\n> y\n[end]'],
    ['a bar behind a usual mark stays', '> [form]\n> | x\n| y', '> [form]\n> | x\n| y'],
    ['a text without a form stays', '| x\n>From y', '| x\n>From y'],
    ['From at the beginning of a line', '[form]\n>From here\n>>From there', '[form]\nFrom here\n>From there'],
    ['the same in a quote', '> [form]\n> >From here', '> [form]\n> From here'],
    ['the same in a quote without spaces', '>[form]\n>>From here\n>From here', '>[form]\n>From here\n>From here'],
    ['the same between quoted lines', '> [form]\n>From here', '> [form]\nFrom here'],
  ])('%s', (_, text, plain) => {
    expect(plainQuotes(text)).toBe(plain)
  })

  test('of the usual kind stay as they are, and nothing is lost', () => {
    const line = fc.stringMatching(/^(> ?){0,3}[a-z |:#]{0,12}$/)
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('[form]', '> [form]', '>> [form]'), (lines, form) => {
        const text = [...lines, form, ...lines].join('\n')
        expect(plainQuotes(text)).toBe(text)
      }),
    )
  })

  test('cost no more than a look at each line, however many there are', () => {
    const text = `${'>'.repeat(100_000)}[form]\n`.repeat(2) + `${'a'.repeat(8)}> `.repeat(20_000) + '\n|'.repeat(20_000)
    const before = performance.now()
    plainQuotes(text)
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})
