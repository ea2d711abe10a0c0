// Definitions, words and templates from their folders, read once at start: everything fits, or nothing starts.
// The only file here that touches the disk.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { FormDefinition } from './definition/definition.ts'
import { parseDefinition } from './definition/read-definition.ts'
import type { HtmlTemplate } from './html/html-form.ts'
import { hashSource } from './html/page-policy.ts'
import { tokenSheet, tokens } from './look/tokens.ts'
import { problem } from './problems.ts'
import { differingKeys, parseWords, type Words } from './words/form-words.ts'

export interface Forms {
  readonly definitions: readonly FormDefinition[]
  /** Words by language; English is always there. */
  readonly words: ReadonlyMap<string, Words>
  readonly htmlForm: HtmlTemplate
  /** The page of a person's own details. */
  readonly ownForm: HtmlTemplate
  /** The same, answered by a sealed reply only. */
  readonly ownSealed: HtmlTemplate
  /** The page with one button that confirms a change. */
  readonly confirmPage: HtmlTemplate
  /** The work packet as one page. */
  readonly packetPage: HtmlTemplate
  /** The page that opens with a phrase. */
  readonly lockedPage: HtmlTemplate
  /** The list of Pocket, and the frame that shows one packet in it. */
  readonly pocketApp: HtmlTemplate
  readonly pocketPacket: HtmlTemplate
  /** Scripts of pages by name: `scripts.get('packet-page')`. */
  readonly scripts: ReadonlyMap<string, PageScript>
}

/** A script of a page, bundled from sources in this folder by `npm run generate`. */
export interface PageScript {
  /** Stands between `<script>` and `</script>` as it is, to the last character. */
  readonly text: string
  /** CSP source of this text: `'sha256-...'`. */
  readonly source: string
}

/**
 * Loads what is shipped in this folder: `definitions/*.sexp`, `words/*.sexp`, `templates/*.hbs`, `locked/*.hbs`,
 * `templates/scripts/*.js`.
 * @param folder another folder of the same shape.
 * @throws Problem form/not-valid, words/not-valid, form-file/not-readable.
 */
export function loadForms(folder: string = shippedFolder()): Forms {
  const template = loadTemplates(join(folder, 'templates'))
  return {
    definitions: readAll(join(folder, 'definitions'), '.sexp').map(({ text }) => parseDefinition(text)),
    words: loadWords(join(folder, 'words')),
    htmlForm: template('html-form'),
    ownForm: template('own-form'),
    ownSealed: template('own-sealed'),
    confirmPage: template('confirm-page'),
    packetPage: template('packet-page'),
    lockedPage: template('locked-page'),
    pocketApp: template('pocket'),
    pocketPacket: template('pocket-packet'),
    scripts: loadScripts(join(folder, 'templates', 'scripts')),
  }
}

/** The words of a language, of its main language (`fr` for `fr-CA`), or English. */
export function wordsFor(words: ReadonlyMap<string, Words>, language: string): Words {
  const found = words.get(language) ?? words.get(language.split('-')[0] ?? '') ?? words.get('en')
  if (!found) throw problem('words/not-valid', 'There are no English words.')
  return found
}

function loadWords(folder: string): ReadonlyMap<string, Words> {
  const words = new Map(
    readAll(folder, '.sexp')
      .map(({ text }) => parseWords(text))
      .map(each => [each.language, each]),
  )
  const english = wordsFor(words, 'en')
  const faults = [...words.values()].flatMap(each =>
    differingKeys(each, english).map(key => `${each.language}: ${key} is missing, unknown or has other placeholders`),
  )
  if (faults.length > 0)
    throw problem('words/not-valid', 'The words of some languages are not complete.', { hint: faults })
  return words
}

/** Strict: a name that the view lacks is a bug, not an empty place; no helpers but the built-in ones. */
function loadTemplates(folder: string): (name: string) => HtmlTemplate {
  const handlebars = Handlebars.create()
  const options = { strict: true, knownHelpersOnly: true, preventIndent: true } as const
  const files = [folder, join(folder, 'own'), join(folder, 'pocket'), join(folder, '..', 'locked')].flatMap(each =>
    readAll(each, '.hbs'),
  )
  const lean = readAll(join(folder, 'packet'), '.hbs').map(({ name, text }) => ({ name, text: leanMarkup(text) }))
  const sources = new Map([...files, ...lean].map(({ name, text }) => [name, text]))
  handlebars.registerPartial('tokens', tokenSheet())
  for (const [name, text] of sources) handlebars.registerPartial(name, handlebars.compile(text, options))
  return name => {
    const source = sources.get(name)
    if (source === undefined) throw problem('form-file/not-readable', `There is no template ${name} in ${folder}.`)
    // The sheet of a page is made here, once, of all its partials: no value gets into it, and its hash holds for every print.
    const [whole = '', inside = ''] = /<style>([^]*?)<\/style>/.exec(source) ?? []
    const sheet = compact(handlebars.compile(inside, options)({}))
    const text = source.replace(whole, () => `<style>${sheet}</style>`)
    const page = handlebars.compile<Readonly<Record<string, unknown>>>(text, options)
    return { render: view => page(view), styleSource: hashSource(sheet) }
  }
}

/**
 * A template without line ends between tags, without quotes around plain words, and without end tags that HTML leaves out: the page
 * of a packet comes by mail to phones. Before a text area's value a line end stays, since a browser takes the first one away. What is
 * filled in keeps its quotes.
 */
function leanMarkup(template: string): string {
  return template
    .trimEnd()
    .replace(/([>}])\n+(?=<|\{\{(?!value))/g, '$1')
    .replace(/(?<= [a-z-]+=)"([\w-]+)"(?=[ >{])/g, '$1')
    .replace(/<\/(?:option|li|dt|dd)>|<\/p>(?=<(?:p|[uod]l|div|section|fieldset|details|h[1-6])[ >])/g, '')
}

/**
 * A style sheet without comments and line breaks: every letter carries it. What follows the direction of lines, which run from top to
 * bottom in every language of ours, gets its short name; what follows the direction of words keeps its own. Measures, which nothing
 * changes, are written where they are used. Colours are called by a letter or two, but for those that an organisation's own replaces.
 */
function compact(sheet: string): string {
  const side = (end: string) => (end === 'start' ? 'top' : 'bottom')
  return sheet
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/ *([{}:;,]) */g, (found, mark: string) => (mark === ':' && found.startsWith(' ') ? ' :' : mark))
    .replace(/ ([>+]) (?=[^;{}]*\{)/g, '$1')
    .replace(/(?<=[:, (])0(?=\.[0-9])| (?=!important)/g, '')
    .replace(/;}/g, '}')
    .replace(/(?<=[{;]|min-|max-)(inline|block)-size(?=:)/g, (_, way) => (way === 'inline' ? 'width' : 'height'))
    .replace(/(?<=[{;](?:margin|padding|border))-block-(start|end)(?=:)/g, (_, end: string) => `-${side(end)}`)
    .replace(/(?<=[{;])--([a-z0-9-]+):[^;}]*;?/g, (whole, name: string) => (measures.has(name) ? '' : whole))
    .replace(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => measures.get(name) ?? whole)
    .replace(/--([a-z0-9-]+)/g, (whole, name: string) => shortTokens.get(name) ?? whole)
    .replace(/(?<=[{;])inset-block-(start|end)(?=:)/g, (_, end: string) => side(end))
    .trim()
}

const measures: ReadonlyMap<string, string> = new Map(
  Object.entries(tokens.sizes).map(([name, px]) => [name, `${px / 16}rem`.replace(/^0(?=\.)/, '')]),
)
const shortTokens: ReadonlyMap<string, string> = new Map(
  Object.keys(tokens.light)
    .filter(name => !/accent/.test(name))
    .map((name, at) => [name, `--${at.toString(36)}`]),
)

function loadScripts(folder: string): ReadonlyMap<string, PageScript> {
  return new Map(
    readAll(folder, '.js').map(({ name, text }) => {
      // the page would end there, and the rest of the script would stand on it as text
      if (/<\/?script|<!--/i.test(text))
        throw problem('form-file/not-readable', `The script ${name} in ${folder} cannot stand in a page.`)
      return [name, { text, source: hashSource(text) }]
    }),
  )
}

function readAll(folder: string, extension: string): readonly { readonly name: string; readonly text: string }[] {
  try {
    return readdirSync(folder)
      .filter(file => file.endsWith(extension))
      .sort()
      .map(file => ({ name: file.slice(0, -extension.length), text: readFileSync(join(folder, file), 'utf8') }))
  } catch (cause) {
    throw problem('form-file/not-readable', `The files in ${folder} cannot be read.`, { cause })
  }
}

/** Beside this file in the sources, one up from it when compiled into dist. */
function shippedFolder(): string {
  const here = import.meta.dirname
  return existsSync(join(here, 'definitions')) ? here : join(here, '..')
}
