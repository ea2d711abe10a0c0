// The lines of our own letters, so that a letter that came back without quote marks, as Outlook does it, is not taken for
// somebody's words. Values are not known here: what stands in lists below lines of ours counts as ours, too.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { foldWords } from '@satchel/forms/clean-text/text-form-clean'
import { labelled, type Words } from '@satchel/forms/words/form-words'
import { languagesWith } from '@satchel/protocol/languages'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormCatalog } from '../../forms/form-catalog.ts'

/** A piece of this length says by itself where it comes from. */
const telling = 24

/** Texts that stand in letters as whole sentences; of a page or a list, "no change" could be anybody's. */
const sentences =
  /^(?:(?:letter|guide|outcome|unsubscribed|again|unreadable|fault|confirm|my-data|kept|beside)-|case-(?:open|no)(?:-|$)|locked-l)/

const monthNames = languagesWith('letters')
  .flatMap(language => Array.from({ length: 12 }, (_, month) => monthName(language, month)))
  .join('|')
/** Days as letters write them, in every language of theirs: "30 November", "30. November 2026", "30 de noviembre de 2026", "ኖቬምበር 30". */
const dayNames = new RegExp(
  `\\b\\d{1,2}(?:er|\\.)? (?:de )?(?:${monthNames})(?:,? (?:de )?\\d{4})?|(?:${monthNames}) \\d{1,2}\\b(?:[,፣]? \\d{4})?`,
  'giu',
)

function monthName(language: string, month: number): string {
  const parts = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).formatToParts(
    Date.UTC(2026, month, 5),
  )
  return parts.find(({ type }) => type === 'month')?.value ?? ''
}

/** One spelling: what differs from letter to letter is `#`. */
const spelled = (text: string): string =>
  foldWords(
    text
      .replace(/ ?<(?:mailto:|tel:|sms:|https?:)[^>]{0,300}>/gi, '')
      .replace(/https?:\/\/\S{0,300}[^\s.,;:)>]/gi, '#')
      .replace(/[\w.+-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, '#')
      .replace(/\b(?:packet|confirm|outcome|my-data)-?[0-9A-Z]{0,8}\.(?:html|txt|sexp|json)\b/gi, '#')
      .replace(/\b\d{4}-\d{2}-\d{2}\b/g, '#')
      .replace(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, '#')
      .replace(dayNames, '#')
      .replace(/\{[a-z]+\}/g, '#'),
  ).replace(/^[-*•·o|]\s+/u, '')

/** A text of ours with its values, where a line ends. */
const endOf = (text: string) =>
  new RegExp(
    `${text
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{[a-z]+\}/g, String.raw`\S{1,40}`)
      .replace(/\s+/g, String.raw`\s`)}$`,
    'iu',
  )

export class OurWords {
  readonly #whole = new Set<string>()
  #all = ''
  readonly #organisation: string
  readonly #greetings: ReadonlySet<string>
  readonly #subjects: readonly RegExp[]
  /** What a draft by link says above its form, at the end of a line. */
  readonly #above: readonly RegExp[]
  readonly #opening = new Set<string>()
  readonly #inCase: readonly RegExp[]
  readonly #questions: readonly string[]
  readonly #named: readonly RegExp[]
  /** Titles above lists in a text form; a line is drawn below each. */
  readonly #titles: ReadonlySet<string>

  constructor(catalog: FormCatalog, organisation: string, forms: readonly FormDefinition[]) {
    const texts: string[] = []
    this.#organisation = spelled(organisation)
    const named = (text: string) => text.replaceAll('{org}', organisation)
    const languages = [...catalog.forms.words.values()]
    this.#greetings = new Set(
      // a list below one of these is the sender's
      languages.flatMap(({ texts: all }) =>
        ['letter-greeting', 'letter-note-above', 'letter-dates'].map(key => spelled(all.get(key) ?? '')),
      ),
    )
    this.#above = ['letter-dates', 'letter-note-above'].flatMap(key =>
      languages.map(({ texts: all }) => endOf(all.get(key) ?? '')),
    )
    this.#subjects = languages.flatMap(words =>
      [...words.texts].filter(([key]) => /-subject(?:-|$)/.test(key)).map(([, text]) => patternOf(named(text))),
    )
    this.#inCase = languages.flatMap(casePatterns)
    this.#named = languages.map(words => patternOf(words.texts.get('own-title') ?? ''))
    for (const words of languages) for (const key of openings) this.#opening.add(spelled(words.texts.get(key) ?? ''))
    this.#titles = new Set(
      languages.flatMap(({ texts: all }) => titles.map(key => spelled(all.get(`case-${key}`) ?? ''))),
    )
    this.#questions = languages.map(words => foldWords(labelled(words, words.texts.get('case-questions') ?? '')))
    for (const words of languages) {
      for (const [key, text] of words.texts)
        if (sentences.test(key) && key !== 'confirm-button') texts.push(spelled(named(text)))
      for (const text of words.earlier ?? []) texts.push(spelled(named(text)))
      for (const form of new Set([...catalog.forms.definitions, ...forms]))
        for (const paragraph of paragraphsOf(form, words, organisation)) texts.push(spelled(paragraph))
    }
    texts.push(spelled(organisation))
    for (const text of texts) if (text !== '') this.#whole.add(text)
    this.#all = [...this.#whole].join('\n')
  }

  /** A line above a form without what the draft says there: a program that loses line breaks puts it behind its sender's note. */
  withoutAbove(line: string): string {
    return this.#above.reduce((left, end) => left.replace(end, '').trimEnd(), line.trimEnd())
  }

  /** Whether a subject is one of a letter of ours. */
  isSubject(text: string): boolean {
    const folded = foldWords(text)
    return this.#subjects.some(subject => subject.test(folded))
  }

  /** A question to a person by their name. */
  #isTitle(text: string): boolean {
    return this.#named.some(title => title.test(text))
  }

  #isQuestions(text: string, isBelowOurs: boolean): boolean {
    return this.#questions.some(label => text.startsWith(label)) && (isBelowOurs || text.endsWith(this.#organisation))
  }

  /** A name above the sentence that opens a case; a title above the line that is drawn below it. */
  #isAbove(text: string, next: string): boolean {
    return this.#opening.has(spelled(next)) || (/^-{3,}\s*$/.test(next) && this.#titles.has(text))
  }

  /** Reads lines from top to bottom. */
  reader(): OurReader {
    let run = ''
    // the line before this one is ours beyond doubt, and a list may follow
    let isList = false
    let count = 0
    // below the sentence that opens a case stand its facts, each behind a label of ours
    let inCase = false
    return (line, next = '') => {
      // no letter of ours has longer or more lines
      if (line.length > 2000 || ++count > 5000) return false
      const text = spelled(line)
      // an empty line, or one that only draws a line, ends nothing: some programs put one behind each line
      if (!/[\p{L}\p{N}]/u.test(text)) return false
      const isBullet = /^\s*(?:[-|•·✓✗☎↩∅?]|\d\.)\s|^\s{2,}\S/.test(line)
      const isOpening = this.#opening.has(text)
      if (isOpening) inCase = true
      const isFact = (inCase && this.#inCase.some(fact => fact.test(text))) || this.#isAbove(text, next)
      const joined = run === '' ? text : `${run} ${text}`
      const goesOn = run !== '' && this.#all.includes(joined)
      const isOurs = goesOn || this.#whole.has(text) || (text.length >= telling && this.#all.includes(text))
      run = goesOn ? joined : isOurs ? text : ''
      if (isOurs && !isOpening) inCase = false
      if (isOurs || isFact || this.#isTitle(text) || this.#isQuestions(text, isList)) {
        isList = !this.#greetings.has(text)
        return true
      }
      isList &&= isBullet
      return isList
    }
  }
}

/**
 * Whether a line is ours, seen after the lines before it. Quoted lines are shown to it, too: a tail of theirs may be unquoted.
 * `next`: the next line that is not empty; a name stands above the sentence that opens a case.
 */
export type OurReader = (line: string, next?: string) => boolean

const titles = ['glance', 'promised', 'tasks', 'stages', 'relations', 'deals', 'tickets', 'files']
/** Sentences that stand below a name. */
const openings =
  'case-open case-open-by case-open-edit case-no-way case-no-way-by outcome-processed outcome-arrived outcome-part outcome-nothing outcome-later'.split(
    ' ',
  )

/** A text of ours with anything in its places. */
function patternOf(text: string): RegExp {
  const parts = text.split(/\{[a-z]+\}/).map(part => foldWords(`|${part}|`).slice(1, -1))
  return new RegExp(`^${parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.{1,400}')}$`, 'u')
}

/** The facts of a case, each by its label, and the links to a person. */
function casePatterns(words: Words): readonly RegExp[] {
  const { texts } = words
  const labels = ['why', 'place', 'promised', 'last', 'stage', 'language'].flatMap(
    key => texts.get(`case-${key}`) ?? [],
  )
  const links = ['case-call', 'case-mail'].flatMap(key => texts.get(key) ?? [])
  return [
    ...labels.flatMap(label => [
      patternOf(`${label}: {value}`),
      patternOf(`${label} : {value}`),
      patternOf(`${labelled(words, label)} {value}`),
    ]),
    ...links.flatMap(link => [patternOf(link), patternOf(`${link} ({note})`)]),
    patternOf(texts.get('link-sms') ?? ''),
    patternOf(texts.get('link-map') ?? ''),
    patternOf(`${texts.get('link-sms') ?? ''} · ${texts.get('link-map') ?? ''}`),
  ]
}

/** Paragraphs of a letter with this form, in one line each: how to answer, and the guide around the form. */
function paragraphsOf(form: FormDefinition, words: Words, name: string): readonly string[] {
  const render = { render: () => '', styleSource: '' }
  const of = (kind: Packet['kind'], web: boolean, stop: { mail: string; url?: string }) =>
    packetLetter(
      form,
      {
        version: 1,
        id: 'AAAA-AAAA-AAAA',
        epoch: 1,
        kind,
        form: { name: form.name, version: form.version },
        language: words.language,
        issued: '2026-01-01T00:00:00Z',
        expires: '2026-01-01T00:00:00Z',
        token: '',
        replyTo: {
          mail: 'a@example.org',
          ...(web ? { web: { url: 'https://example.org/', receiptKey: '' } } : {}),
        },
        key: '',
        record: { kind: 'person', version: 1, fields: new Map(), rows: new Map() },
        background: [],
        report: form.report.map(field => field.name),
      },
      words,
      { name },
      { htmlForm: render, ...(kind === 'work' ? {} : { unsubscribe: stop }) },
    )
  const letters = [
    of('work', true, { mail: '' }),
    of('self-update', true, { mail: 'a@example.org', url: 'https://example.org/' }),
  ]
  // the guide stands in the file beside the letter, above the whole form and below it
  const texts = letters.flatMap(({ text, attachments }) => [text, attachments.find(isTextFile)?.content ?? ''])
  return texts.flatMap(text => {
    const [above = '', form = ''] = text.split('\n[form]\n')
    const [, below = ''] = form.split('\n[end]\n')
    return `${above}\n\n${below}`.split(/\n(?=\s*\n|- |-{3,}$)/m).map(paragraph => paragraph.replace(/^-{3,}$/gm, ''))
  })
}

const isTextFile = ({ name }: { readonly name: string }) => name.endsWith('.txt')

const made = new WeakMap<FormCatalog, Map<string, OurWords>>()

/** @param texts where the header of a form may stand: forms that are not shipped are found by it. */
export function ourWords(catalog: FormCatalog, organisation: string, text: string): OurWords {
  const forms = [...text.matchAll(/\b([a-z][a-z0-9-]{0,63}) ([1-9][0-9]{0,8}) [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/gi)]
    .slice(0, 3)
    .flatMap(([, name = '', version = '']) => catalog.find(name.toLowerCase(), Number(version)) ?? [])
  const key = forms.map(form => `${form.name}/${form.version}`).join(' ')
  const kept = made.get(catalog) ?? new Map<string, OurWords>()
  made.set(catalog, kept)
  const words = kept.get(key) ?? new OurWords(catalog, organisation, forms)
  if (kept.size < 20) kept.set(key, words)
  return words
}
