// Counts the steps that patterns take, as an engine takes them that tries again what did not fit: exact, the same on every machine,
// and whatever else runs on it. A time would say less and fail on a busy day.

import { vi } from 'vitest'

type Matches = (at: number, then: (at: number) => boolean) => boolean

class Counter {
  steps = 0
  readonly #chars: readonly string[]
  readonly #source: string
  readonly #flags: string
  #at = 0

  constructor(source: string, flags: string, text: string) {
    this.#source = source
    this.#flags = flags
    this.#chars = /[uv]/.test(flags) ? [...text] : text.split('')
  }

  /** Searches from a place on, as `exec` does. */
  search(from: number): void {
    const matches = this.#alternatives()
    if (this.#at < this.#source.length) throw new Error(`cannot count /${this.#source}/`)
    const last = this.#flags.includes('y') ? from : this.#chars.length
    for (let start = from; start <= last; start++) if (matches(start, () => true)) return
  }

  #take(text: string): boolean {
    const isNext = this.#source.startsWith(text, this.#at)
    if (isNext) this.#at += text.length
    return isNext
  }

  #alternatives(): Matches {
    const found = [this.#sequence()]
    while (this.#take('|')) found.push(this.#sequence())
    return (at, then) => found.some(each => each(at, then))
  }

  #sequence(): Matches {
    const found: Matches[] = []
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) found.push(this.#item())
    const from = (index: number, at: number, then: (at: number) => boolean): boolean => {
      const next = found[index]
      return next === undefined ? then(at) : next(at, behind => from(index + 1, behind, then))
    }
    return (at, then) => from(0, at, then)
  }

  #item(): Matches {
    if (this.#take('^')) return (at, then) => this.#isEdge(at, -1) && then(at)
    if (this.#take('$')) return (at, then) => this.#isEdge(at, 0) && then(at)
    for (const [opening, wanted] of [
      ['(?=', true],
      ['(?!', false],
    ] as const) {
      if (!this.#take(opening)) continue
      const inner = this.#group()
      return (at, then) => inner(at, () => true) === wanted && then(at)
    }
    if (this.#take('(')) {
      const name = /^\?(?::|<[A-Za-z]\w*>)/.exec(this.#source.slice(this.#at))?.[0]
      if (name !== undefined) this.#take(name)
      return this.#repeated(this.#group())
    }
    const char =
      /^(?:\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[^1-9bBkc]|[^\\])/s.exec(
        this.#source.slice(this.#at),
      )?.[0]
    if (char === undefined) throw new Error(`cannot count /${this.#source}/`)
    this.#take(char)
    const one = new RegExp(`^(?:${char})$`, this.#flags.replaceAll(/[^isuv]/g, ''))
    const known = new Map<string, boolean>()
    const fits = (given: string | undefined): boolean => {
      this.steps++
      if (given === undefined) return false
      const before = known.get(given) ?? one.test(given)
      known.set(given, before)
      return before
    }
    return this.#repeated((at, then) => fits(this.#chars[at]) && then(at + 1), fits)
  }

  #group(): Matches {
    const inner = this.#alternatives()
    if (!this.#take(')')) throw new Error(`cannot count /${this.#source}/`)
    return inner
  }

  #isEdge(at: number, side: -1 | 0): boolean {
    this.steps++
    const beyond = this.#chars[at + side]
    return beyond === undefined || (this.#flags.includes('m') && /[\n\r\u2028\u2029]/.test(beyond))
  }

  /** @param fits where one character is repeated, which needs no recursion. */
  #repeated(one: Matches, fits?: (given: string | undefined) => boolean): Matches {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/.exec(this.#source.slice(this.#at))
    if (found === null) return one
    this.#take(found[0])
    const [, sign, least = '', comma, most = '', lazy] = found
    const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0
    const max =
      sign === '?'
        ? 1
        : sign !== undefined || (comma === ',' && most === '')
          ? Infinity
          : Number(comma === ',' ? most : least)
    if (fits === undefined || lazy !== '') {
      const again = (count: number, at: number, then: (at: number) => boolean): boolean => {
        const more = () =>
          count < max && one(at, behind => (behind > at || count < min) && again(count + 1, behind, then))
        if (count < min) return more()
        return lazy === '' ? more() || then(at) : then(at) || more()
      }
      return (at, then) => again(0, at, then)
    }
    return (at, then) => {
      let end = at
      while (end - at < max && fits(this.#chars[end])) end++
      for (; end - at >= min; end--) if (then(end)) return true
      return false
    }
  }
}

/** Steps of all patterns that some work uses. */
export async function stepsOf(work: () => unknown): Promise<number> {
  let steps = 0
  let isCounting = false
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const { exec } = RegExp.prototype
  const spy = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text: string) {
    // the count uses patterns of its own
    if (!isCounting) {
      isCounting = true
      const counter = new Counter(this.source, this.flags, text)
      counter.search(this.global || this.sticky ? this.lastIndex : 0)
      steps += counter.steps
      isCounting = false
    }
    return exec.call(this, text)
  })
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
  return steps
}
