// A letter as a list of blocks, printed twice: as plain text, and as HTML that mail programs show as they are used to. Both say the
// same in the same order. Values come in as they are on file: here they are made one line, and safe for either form.

import { oneLine, wrap } from '../clean-text/plain-text.ts'

/** A piece of a line. A link is its words in plain text. */
export type Piece = string | { readonly text: string; readonly as?: Look; readonly href?: string }
/** `strong`: what counts; `due`: a day that presses; `overdue`: a day that is over; `soft`: said by the way. */
export type Look = 'strong' | 'due' | 'overdue' | 'soft'

export type Block =
  /** The name of the person whom the letter is about. */
  | { readonly is: 'name'; readonly text: string }
  /** A paragraph. `near`: it belongs to what stands above; `small`: at the end of the letter. */
  | { readonly is: 'line'; readonly line: readonly Piece[]; readonly near?: boolean; readonly small?: boolean }
  | { readonly is: 'facts'; readonly facts: readonly Fact[]; readonly near?: boolean }
  | { readonly is: 'points'; readonly points: readonly (readonly Piece[])[] }
  /** A list that belongs to what stands above. */
  | { readonly is: 'list'; readonly lines: readonly (readonly Piece[])[] }
  | { readonly is: 'heading'; readonly text: string }
  /** The one full button of a letter. `quiet`: another one beside it. */
  | {
      readonly is: 'button'
      readonly text: string
      readonly href: string
      readonly near?: boolean
      readonly quiet?: boolean
    }
  /** Answers of which one is pressed; plain text has a form in their place. */
  | { readonly is: 'choices'; readonly choices: readonly { readonly text: string; readonly href: string }[] }
  /** A text form, line by line as it is. */
  | { readonly is: 'form'; readonly text: string }

export interface Fact {
  /** With its colon, as the language writes it. */
  readonly label: string
  readonly value: readonly Piece[]
}

/** `only`: what one of the two forms of a letter says in its own way. */
export type LetterBlock = Block & { readonly only?: 'text' | 'html' }

const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.text)
const said = (line: readonly Piece[]): string => oneLine(line.map(textOf).join(''))

/** Lines of ours are under 70 characters; LF line ends. */
export function printText(blocks: readonly LetterBlock[]): string {
  const shown = blocks.filter(({ only }) => only !== 'html')
  return shown.map((block, at) => `${at > 0 && !isNear(block) ? '\n' : ''}${textBlock(block)}`).join('')
}

const isNear = (block: Block) => block.is === 'list' || ('near' in block && block.near)

type Printers = { readonly [Is in Block['is']]: (block: Extract<Block, { is: Is }>) => string }

const printers: Printers = {
  name: ({ text }) => wrap(text),
  heading: ({ text }) => wrap(text),
  button: ({ text }) => wrap(text),
  line: ({ line }) => wrap(said(line)),
  facts: ({ facts }) => facts.map(({ label, value }) => wrap(`${label} ${said(value)}`, '', '  ')).join(''),
  points: ({ points }) => points.map((point, at) => wrap(said(point), `${at + 1}. `, '   ')).join(''),
  list: ({ lines }) => lines.map(line => wrap(said(line), '- ', '  ')).join(''),
  choices: ({ choices }) => choices.map(({ text }) => wrap(text, '- ', '  ')).join(''),
  form: ({ text }) => text,
}

const textBlock = (block: Block): string => (printers[block.is] as (block: Block) => string)(block)
