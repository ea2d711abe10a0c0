// The lines of our own letters, so that a letter that came back without quote marks, as Outlook does it, is not taken for
// somebody's words. Values are not known here: what stands in lists below lines of ours counts as ours, too.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { foldWords } from '@satchel/forms/clean-text/text-form-clean'
import type { Words } from '@satchel/forms/words/form-words'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormCatalog } from '../../forms/form-catalog.ts'

/** A piece of this length says by itself where it comes from. */
const telling = 24

/** Texts that stand in letters as whole sentences; of a page or a list, "no change" could be anybody's. */
const sentences = /^(?:letter|guide|outcome|unsubscribed|again|unreadable|fault|confirm|my-data|kept|beside)-/

/** One spelling: what differs from letter to letter is `#`. */
const spelled = (text: string): string =>
  foldWords(
    text
      .replace(/<(?:mailto:|https?:)[^>]{0,300}>/gi, '')
      .replace(/https?:\/\/\S{0,300}[^\s.,;:)>]/gi, '#')
      .replace(/[\w.+-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, '#')
      .replace(/\b(?:packet|confirm|my-data)-?[0-9A-Z]{0,8}\.(?:html|txt|sexp|json)\b/gi, '#')
      .replace(/\b\d{4}-\d{2}-\d{2}\b/g, '#')
      .replace(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, '#')
      .replace(/\{[a-z]+\}/g, '#'),
  ).replace(/^[-*•·o|]\s+/u, '')

export class OurWords {
  readonly #whole = new Set<string>()
  #all = ''
  readonly #greetings: ReadonlySet<string>
  readonly #subjects: readonly string[]

  constructor(catalog: FormCatalog, organisation: string, forms: readonly FormDefinition[]) {
    const texts: string[] = []
    const named = (text: string) => text.replaceAll('{org}', organisation)
    const languages = [...catalog.forms.words.values()]
    this.#greetings = new Set(languages.map(words => spelled(words.texts.get('letter-greeting') ?? '')))
    this.#subjects = languages.flatMap(words =>
      [...words.texts].filter(([key]) => /-subject(?:-|$)/.test(key)).map(([, text]) => foldWords(named(text))),
    )
    for (const words of languages) {
      for (const [key, text] of words.texts)
        if (sentences.test(key) && key !== 'confirm-button') texts.push(spelled(named(text)))
      for (const form of new Set([...catalog.forms.definitions, ...forms]))
        for (const paragraph of paragraphsOf(form, words, organisation)) texts.push(spelled(paragraph))
    }
    texts.push(spelled(organisation))
    for (const text of texts) if (text !== '') this.#whole.add(text)
    this.#all = [...this.#whole].join('\n')
  }

  /** Whether a subject is one of a letter of ours. */
  isSubject(text: string): boolean {
    const folded = foldWords(text)
    return this.#subjects.some(subject => {
      const [before = '', after = ''] = subject.split(/\{[a-z]+\}/)
      return folded.startsWith(before) && folded.endsWith(after)
    })
  }

  /** Reads lines from top to bottom. */
  reader(): OurReader {
    let run = ''
    // the line before this one is ours beyond doubt, and a list may follow
    let isList = false
    let count = 0
    return line => {
      // no letter of ours has longer or more lines
      if (line.length > 2000 || ++count > 5000) return false
      const text = spelled(line)
      // an empty line, or one that only draws a line, ends nothing: some programs put one behind each line
      if (!/[\p{L}\p{N}]/u.test(text)) return false
      const isBullet = /^\s*[-|•·]\s|^\s{2,}\S/.test(line)
      const joined = run === '' ? text : `${run} ${text}`
      const goesOn = run !== '' && this.#all.includes(joined)
      const isOurs = goesOn || this.#whole.has(text) || (text.length >= telling && this.#all.includes(text))
      run = goesOn ? joined : isOurs ? text : ''
      if (isOurs) {
        isList = !this.#greetings.has(text)
        return true
      }
      isList &&= isBullet
      return isList
    }
  }
}

/** Whether a line is ours, seen after the lines before it. Quoted lines are shown to it, too: a tail of theirs may be unquoted. */
export type OurReader = (line: string) => boolean

/** Paragraphs of a letter with this form, in one line each: how to answer, and the guide above the form. */
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
    ).text
  const letters = [
    of('work', true, { mail: '' }),
    of('self-update', true, { mail: 'a@example.org', url: 'https://example.org/' }),
  ]
  return letters.flatMap(text => {
    const [guide = ''] = text.split('\n[form]\n')
    return guide.split(/\n(?=\s*\n|- |-{3,}$)/m).map(paragraph => paragraph.replace(/^-{3,}$/gm, ''))
  })
}

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
