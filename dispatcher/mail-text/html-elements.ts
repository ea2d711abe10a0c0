// Elements of a mail's HTML as a reader sees them: where lines end, what is quoted, kept in lines, struck out or hidden.

import { textLimits } from '../mail-limits.ts'

/** A line ends where they begin and where they end. */
const blocks = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)

const voids = new Set('area base br col embed hr img input link meta source wbr'.split(' '))

const preStyle = /white-space\s*:\s*(pre|break-spaces)/i
const struckNames = new Set(['s', 'strike', 'del'])
const struckStyle = /text-decoration(-line)?\s*:[^;"']*line-through/i
const hiddenStyle = /\b(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)\b/i

/** Elements that end where the next of their kind begins, up to the list or table around them. */
const endedBy: ReadonlyMap<string, { readonly names: readonly string[]; readonly within: ReadonlySet<string> }> =
  new Map([
    ['li', { names: ['li'], within: new Set(['ul', 'ol']) }],
    ['dt', { names: ['dt', 'dd'], within: new Set(['dl']) }],
    ['dd', { names: ['dt', 'dd'], within: new Set(['dl']) }],
    ['td', { names: ['td', 'th'], within: new Set(['table']) }],
    ['th', { names: ['td', 'th'], within: new Set(['table']) }],
    ['tr', { names: ['tr'], within: new Set(['table']) }],
  ])

/** More open elements than these are closed by nobody. */
const maxOpen = 500

export interface OpenElement {
  readonly name: string
  readonly isPre: boolean
  /** Struck out: its sender takes it back. */
  readonly isStruck: boolean
  /** Nobody who reads the mail sees it. */
  readonly isHidden: boolean
}

/** Text of the lines so far; decides about spaces, breaks and quotes. */
export class HtmlLines {
  readonly #done: string[] = []
  #line = ''
  quotes = 0

  add(text: string, isPre: boolean): void {
    if (!isPre) {
      const run = text.replace(/[ \t\r\n\f]+/g, ' ')
      this.#line += this.#line === '' || this.#line.endsWith(' ') ? run.replace(/^ /, '') : run
      return
    }
    const [first = '', ...more] = text.split(/\r\n|\r|\n/)
    this.#line += first
    for (const line of more) {
      this.end()
      this.#line = line
    }
  }

  /** Ends the line, also an empty one. */
  end(): void {
    const depth = Math.min(this.quotes, textLimits.quoteDepth)
    const text = this.#line.replaceAll('\u00A0', ' ').trimEnd()
    this.#done.push(depth === 0 ? text : `${'>'.repeat(depth)} ${text}`.trimEnd())
    this.#line = ''
  }

  /** A block begins or ends: no line is made of nothing. */
  break(): void {
    if (this.#line !== '' && this.#line !== ' ') this.end()
    else this.#line = ''
  }

  text(): string {
    this.break()
    return this.#done.join('\n')
  }
}

export function openElement(name: string, tag: string, lines: HtmlLines, open: OpenElement[]): void {
  if (blocks.has(name) || endedBy.has(name)) closeImplied(name, open)
  const parent = open.at(-1)
  const isHidden = parent?.isHidden === true || hidesText(tag)
  if (!isHidden) {
    if (name === 'br') return lines.end()
    if (blocks.has(name)) lines.break()
    if (name === 'blockquote') lines.quotes++
    if (name === 'li') lines.add('- ', true)
    if (name === 'td' || name === 'th') lines.add(' ', false)
  }
  if (voids.has(name) || tag.endsWith('/') || open.length >= maxOpen) return
  const style = tag.includes('=') ? tag : ''
  open.push({
    name,
    isPre: name === 'pre' || parent?.isPre === true || preStyle.test(style),
    isStruck: parent?.isStruck === true || struckNames.has(name) || struckStyle.test(style),
    isHidden,
  })
}

/** In its style, or by the attribute of that name. */
const hidesText = (tag: string) =>
  /hid|none/i.test(tag) && (hiddenStyle.test(tag) || /\shidden(?=[\s=/]|$)/i.test(tag.replace(/"[^"]*"|'[^']*'/g, '')))

/** A paragraph ends where a block begins, an item where the next one does: what is struck out in it ends, too. */
function closeImplied(name: string, open: OpenElement[]): void {
  // only what stands within a line lies in a paragraph
  closeNearest(open, ['p'], blocks)
  const rule = endedBy.get(name)
  if (rule !== undefined) closeNearest(open, rule.names, rule.within)
}

/** So far out an element is looked for that ends without a word. */
const maxImplied = 50

function closeNearest(open: OpenElement[], names: readonly string[], within: ReadonlySet<string>): void {
  for (let at = open.length - 1; at >= Math.max(0, open.length - maxImplied); at--) {
    const found = open[at]?.name ?? ''
    if (names.includes(found)) {
      open.length = at
      return
    }
    if (within.has(found)) return
  }
}

export function closeElement(name: string, lines: HtmlLines, open: OpenElement[]): void {
  if (open.at(-1)?.isHidden !== true) {
    if (blocks.has(name)) lines.break()
    if (name === 'blockquote') lines.quotes = Math.max(0, lines.quotes - 1)
  }
  const at = open.findLastIndex(element => element.name === name)
  if (at >= 0) open.length = at
}
