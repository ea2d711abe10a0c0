// The sentences that the program raises, read from its sources: of every `problem(code, sentence, { hint })`, and of the tables of
// sentences beside them. A value in a sentence is written {}.

import { posix } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { filesBelow, read } from '../workspace/sources.ts'

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

export interface Raised {
  readonly file: string
  readonly text: string
  readonly kind: 'sentence' | 'hint'
}

/** Tables that hold sentences alone, by the name of their variable. */
const tables = new Set(['sentences', 'rules', 'endings', 'tellings', 'ruleSentences', 'byState', 'reasons'])

/** Sources that the pages of the console can reach, by what they import. */
export function sourcesOfConsole(): readonly string[] {
  const all = new Set(filesBelow('.').filter(file => file.endsWith('.ts')))
  const reached = new Set<string>()
  const left = [...all].filter(file => file.startsWith('core/console/'))
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (reached.has(file) || !all.has(file)) continue
    reached.add(file)
    for (const [, to = ''] of read(file).matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      if (to.startsWith('.')) left.push(posix.join(posix.dirname(file), to))
      else if (to.startsWith('@satchel/')) left.push(`${to.slice('@satchel/'.length)}.ts`)
    }
  }
  return [...reached].sort()
}

/** What one source raises. */
export function raisedIn(file: string): readonly Raised[] {
  const found: Raised[] = []
  const add = (kind: Raised['kind'], node: unknown) => found.push(...textsOf(node).map(text => ({ file, text, kind })))
  visit(parseAst(read(file), { lang: 'ts' }), node => {
    if (node.type === 'CallExpression' && nameOf(node.callee) === 'problem') {
      const [, sentence, options] = listOf(node.arguments)
      add('sentence', sentence)
      add('hint', propertyOf(options, 'hint'))
    }
    // a refusal of the database with its own words: 'code': [sentence, hint]
    if (
      node.type === 'Property' &&
      /^[a-z-]+\/[a-z-]+$/.test(nameOf(node.key)) &&
      isNode(node.value, 'ArrayExpression')
    ) {
      const [sentence, hint] = listOf(node.value.elements)
      add('sentence', sentence)
      add('hint', hint)
    }
    if (node.type === 'Property' && ['fault', 'told', 'what'].includes(nameOf(node.key))) add('sentence', node.value)
    if (node.type === 'VariableDeclarator' && isNode(node.init, 'ObjectExpression') && tables.has(nameOf(node.id)))
      for (const property of listOf(node.init.properties)) add('sentence', property.value)
    if (node.type === 'VariableDeclarator' && isNode(node.init, 'ObjectExpression') && nameOf(node.id) === 'hints')
      for (const property of listOf(node.init.properties)) add('hint', property.value)
  })
  return found.filter(({ text }) => text.includes(' '))
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see)
  else if (isNode(node)) {
    see(node)
    for (const each of Object.values(node)) if (typeof each === 'object') visit(each, see)
  }
}

/** All texts that an expression can be. */
function textsOf(node: unknown): readonly string[] {
  if (!isNode(node)) return []
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : []
  if (node.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)]
  if (node.type === 'ArrayExpression') return listOf(node.elements).flatMap(textsOf)
  if (node.type !== 'TemplateLiteral') return []
  const holes = listOf(node.expressions)
  return listOf(node.quasis).reduce<readonly string[]>(
    (before, quasi, at) => {
      const own = String((quasi.value as { cooked?: unknown }).cooked)
      const hole = holes[at]
      const ways = hole === undefined ? [''] : isNode(hole, 'ConditionalExpression') ? textsOf(hole) : ['{}']
      return before.flatMap(text => (ways.length === 0 ? ['{}'] : ways).map(way => `${text}${own}${way}`))
    },
    [''],
  )
}

const isNode = (value: unknown, type?: string): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && (type === undefined || value.type === type)

const listOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(each => isNode(each)) : [])

const nameOf = (node: unknown): string => {
  if (!isNode(node)) return ''
  return typeof node.name === 'string' ? node.name : typeof node.value === 'string' ? node.value : ''
}

const propertyOf = (node: unknown, name: string): unknown =>
  isNode(node, 'ObjectExpression') ? listOf(node.properties).find(({ key }) => nameOf(key) === name)?.value : undefined
