// Every list of words against the one list of languages, protocol/languages.ts. A language that is added there makes these tests
// name each list that has no words for it, until it has them, or the line of the language says that it lacks them.

import { consoleWords } from '@satchel/core/console/page/words'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readHeadings } from '@satchel/core/files/headings/headings'
import { languageOf as codeOf } from '@satchel/core/files/values/languages'
import { partName } from '@satchel/core/files/values/person-names'
import { isClosing, saysNothing, wordOf } from '@satchel/core/import/mail-words/mail-phrases'
import { sentenceTexts } from '@satchel/core/problems/sentences'
import { hasAbsenceSubject } from '@satchel/dispatcher/mail-kind/auto-reply-signs'
import { saysFailure } from '@satchel/dispatcher/mail-kind/bounce-text'
import { signsOf } from '@satchel/dispatcher/mail-kind/mail-signs'
import { fillerWords, locales, readDate } from '@satchel/forms/definition/written-dates'
import { loadForms } from '@satchel/forms/loader'
import { words as pocketWords } from '@satchel/forms/pocket/words/all-words'
import { languages as pageLanguages } from '@satchel/intake-server/words/page-words'
import { languageOf, languages, languagesWith, type WordList, wordLists } from '@satchel/protocol/languages'
import { describe, expect, test } from 'vitest'
import { filesBelow, read, root } from './sources.ts'

const forms = loadForms()
const sorted = (codes: Iterable<string>) => [...codes].sort()

/** Whether a list has the words that its example in each language is made of. A language without an example has none. */
const examples: Readonly<
  Partial<Record<WordList, { readonly is: (text: string) => boolean; readonly in: Readonly<Record<string, string>> }>>
> = {
  phrases: {
    // a yes, a no, thanks, and an end
    is: text => {
      const [yes = '', no = '', thanks = '', end = ''] = text.split('|')
      return wordOf(yes) === 'yes' && wordOf(no) === 'stop' && saysNothing(thanks) && isClosing(end)
    },
    in: {
      en: 'yes|no more letters|thank you|kind regards',
      sw: 'ndiyo|sitaki barua|asante sana|wasalaam',
      fr: 'oui|plus de lettres|merci beaucoup|cordialement',
      de: 'ja|keine Briefe mehr|vielen Dank|viele Grüße',
      es: 'sí|no más cartas|muchas gracias|saludos',
      ar: 'نعم|لا أريد رسائل|شكرا|مع التحية',
      pt: 'sim|não quero mais mensagens|muito obrigada|com os melhores cumprimentos',
      am: 'አዎ|ደብዳቤ አልፈልግም|አመሰግናለሁ|ከሰላምታ ጋር',
      hi: 'हाँ|मुझे पत्र नहीं चाहिए|धन्यवाद|सादर',
      id: 'ya|tidak mau surat lagi|terima kasih|salam hormat',
    },
  },
  'automatic-replies': {
    is: text => hasAbsenceSubject(subject(text)),
    in: {
      en: 'Out of office: Re: Your details',
      sw: 'Jibu la moja kwa moja: Taarifa zako',
      fr: 'Réponse automatique : Vos coordonnées',
      de: 'Abwesenheitsnotiz: Ihre Angaben',
      es: 'Respuesta automática: Sus datos',
      ar: 'رد تلقائي: بياناتك',
      pt: 'Resposta automática: Os seus dados',
      id: 'Balasan otomatis: Data Anda',
    },
  },
  'returned-letters': {
    is: text => saysFailure(subject(text)),
    in: {
      en: 'Undelivered Mail Returned to Sender',
      fr: 'Échec de remise du message',
      de: 'Unzustellbar: Ihre Angaben',
      es: 'No se pudo entregar el mensaje',
      pt: 'Falha na entrega da mensagem',
    },
  },
  headings: {
    is: text => {
      const fields = readHeadings(text.split('|'), []).map(({ field }) => field)
      return JSON.stringify(fields) === '["given-name","family-name","phone","language"]'
    },
    in: {
      en: 'First name|Surname|Telephone|Language',
      sw: 'Jina la kwanza|Jina la ukoo|Simu|Lugha',
      fr: 'Prénom|Nom de famille|Téléphone|Langue',
      de: 'Vorname|Nachname|Telefon|Sprache',
      es: 'Nombre de pila|Apellidos|Teléfono|Idioma',
      ar: 'الاسم الأول|اسم العائلة|هاتف|اللغة',
      lg: 'Erinnya erisooka|Erinnya ly’ekika|Essimu|Olulimi',
    },
  },
  names: {
    is: text => partName(text).prefix !== undefined,
    in: {
      en: 'Mrs. Amina Okello',
      sw: 'Bwana Amina Okello',
      fr: 'Madame Amina Okello',
      de: 'Frau Amina Okello',
      es: 'Señora Amina Okello',
      ar: 'السيدة أمينة حسن',
      lg: 'Omukyala Amina Okello',
    },
  },
}

function subject(value: string) {
  const headers = [{ key: 'subject', value }]
  const parts = { headers, type: 'text/plain', parameters: {}, text: '', attachments: [] }
  return signsOf(parts, 'office@kilimo.example', { unsubscribe: false, bounce: false })
}

/** Languages in which a list has words. */
const found: Readonly<Record<WordList, () => Iterable<string>>> = {
  letters: () => forms.words.keys(),
  labels: () => languagesWith().filter(code => definitions.every(text => count(text, code) === count(text, 'en'))),
  pages: () => pageLanguages,
  pocket: () => Object.keys(pocketWords),
  dates: () => Object.keys(locales).filter(code => code in fillerWords),
  phrases: () => known('phrases'),
  'automatic-replies': () => known('automatic-replies'),
  'returned-letters': () => known('returned-letters'),
  headings: () => known('headings'),
  names: () => known('names'),
  console: () => consoleWords().keys(),
  problems: () => sentenceTexts().keys(),
  catalog: () => languagesWith().filter(code => existsSync(join(root, 'core/records/words', code))),
}

const definitions = filesBelow('forms/definitions').map(read)
const count = (text: string, code: string) => text.split(`(${code} "`).length

const known = (list: WordList) =>
  Object.entries(examples[list]?.in ?? {})
    .filter(([, text]) => examples[list]?.is(text))
    .map(([code]) => code)

describe.each(Object.keys(wordLists) as WordList[])('the words of %s', list => {
  test('are there for each language that has them, and for no other', () => {
    expect(sorted(found[list]()), wordLists[list]).toEqual(sorted(languagesWith(list)))
  })

  test('lie where the list of languages says', () => {
    const place = wordLists[list]
    expect(place.endsWith('/') ? filesBelow(place).length > 0 : read(place) !== '').toBe(true)
  })
})

test('each language is called and written as its own words are', () => {
  for (const [code, { name, direction }] of Object.entries(languages)) {
    expect([code, codeOf(name)]).toEqual([code, { value: code }])
    expect([code, forms.words.get(code)?.direction ?? direction]).toEqual([code, direction])
    // a sentence in its letters is written the way that it says
    expect([code, /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(name) ? 'rtl' : 'ltr']).toEqual([code, direction])
  }
  expect(languageOf('xx')).toMatchObject({ name: 'xx', direction: 'ltr' })
})

test('a date is read with the names of months of each', () => {
  for (const code of languagesWith('dates')) {
    const month = new Intl.DateTimeFormat(code, { month: 'long', numberingSystem: 'latn', calendar: 'gregory' })
    expect([code, readDate(`12 ${month.format(new Date('1980-05-12'))} 1980`, code)]).toEqual([
      code,
      { date: '1980-05-12' },
    ])
  }
})

test('a form that asks for a language offers each', () => {
  const choices = forms.definitions
    .flatMap(({ fields }) => fields)
    .filter(({ column }) => column === 'person_language')
    .map(field => sorted(field.choices.map(({ value }) => value)))
  expect(choices.length).toBeGreaterThan(0)
  for (const each of choices) expect(each).toEqual(sorted(languagesWith()))
})

test('the page about files names the languages of headings', () => {
  const english = new Intl.DisplayNames(['en'], { type: 'language' })
  const sentence = /knows these fields by their (.*) names:/.exec(read('docs/files.md'))?.[1] ?? ''
  expect(sorted(sentence.split(/, | and /))).toEqual(
    sorted(languagesWith('headings').map(code => (code === 'lg' ? 'Luganda' : (english.of(code) ?? '')))),
  )
})
