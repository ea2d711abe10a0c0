import type { FormDefinition } from '@satchel/forms/definition/definition'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { printDefinition } from '@satchel/forms/definition/print-definition'
import { checkDefinition } from '@satchel/forms/definition/definition-check'
import { wordsFor } from '@satchel/forms/loader'
import { differingKeys, parseWords, say } from '@satchel/forms/words/form-words'
import { Problem } from '@satchel/protocol/problem'
import { describe, expect, test } from 'vitest'
import { callReport, forms, selfUpdate, words } from './samples.ts'

const field = '(field given-name (column "person_given") (type text) (label (en "Given name")))'
const form = (...parts: readonly string[]) =>
  `(satchel-form (name "sample") (version 1) (entity person) (title (en "Sample")) ${parts.join(' ')})`

describe('the shipped call report', () => {
  test('has no fault, and maps its names to columns', () => {
    const def = callReport()
    expect(checkDefinition(def)).toEqual([])
    expect(def.fields.map(({ name, column }) => `${name} ${column}`)).toContain('preferred person_prefers')
    expect(def.collections.map(({ name, table, add, change, drop }) => [name, table, add, change, drop])).toEqual([
      ['contact-point', 'contact_point', true, true, true],
      ['address', 'address', true, true, false],
    ])
    expect(def.fields.find(({ name }) => name === 'born')?.policy).toBe('review')
    expect(def.report.every(({ policy }) => policy === 'append')).toBe(true)
  })
})

describe('the shipped form for the person concerned', () => {
  const def = selfUpdate()

  test('has no fault, and asks nothing that is staff business: no note, no title, no report', () => {
    expect(checkDefinition(def)).toEqual([])
    expect(def.fields.map(({ column }) => column)).toEqual([
      'person_given',
      'person_family',
      'person_language',
      'person_prefers',
    ])
    expect(def.report).toEqual([])
  })

  test('takes what does little harm on weak evidence, and a way to reach the person on strong evidence only', () => {
    const { fields, collections } = def
    expect(fields.map(({ policy, needs }) => `${policy} ${needs}`)).toEqual(fields.map(() => 'auto weak'))
    expect(collections.map(({ name, needs, policy, drop }) => [name, needs, policy, drop])).toEqual([
      ['contact-point', 'strong', 'auto', true],
      // Its role may not delete addresses (sql/policies), so the form offers no such thing.
      ['address', 'weak', 'auto', false],
      // a no is let in all the same, whatever it needs: tests/stories/own-form-consent.test.ts
      ['consent', 'strong', 'auto', false],
    ])
  })

  test('knows the same choices as the call report, so that a value never fits only one of them', () => {
    const choices = (form: FormDefinition) =>
      [...form.fields, ...form.collections.flatMap(({ fields }) => fields)]
        .filter(({ choices, column }) => choices.length > 0 && column !== 'own_consent_given')
        .map(({ column, choices }) => [column, choices.map(({ value }) => value)])
    expect(choices(def)).toEqual(choices(callReport()))
  })
})

test('every shipped form has its labels, helps and choices in all ten languages', () => {
  expect(forms.definitions.map(({ name }) => name)).toEqual(expect.arrayContaining(['call-report', 'self-update']))
  for (const { fields, report, collections, title, intro } of forms.definitions) {
    const asked = [...fields, ...report, ...collections.flatMap(each => each.fields)]
    const choices = asked.flatMap(field => field.choices)
    const labels = [...asked, ...collections, ...choices].map(({ label }) => label)
    const languages = ['am', 'ar', 'de', 'en', 'es', 'fr', 'hi', 'id', 'pt', 'sw']
    for (const each of [title, intro, ...labels]) expect([...each.keys()].sort()).toEqual(languages)
    for (const { help } of asked) expect([0, languages.length]).toContain(help.size)
  }
})

test.each(forms.definitions.map(form => ({ name: form.name, form })))(
  '$name is printed as a definition that reads the same',
  ({ form }) => {
    expect(parseDefinition(printDefinition(form))).toEqual(form)
  },
)

test('a collection of other records is read and printed with its table, kind and end', () => {
  const def = parseDefinition(
    form(
      `(collection parents (through "relationship") (kind "parent-of") (end left) (entity person) (label (en "Parent"))
        (field first (column "person_given") (type text) (label (en "first name"))))
      (collection members (through "member") (entity person) (label (en "Member"))
        (field given (column "person_given") (type text) (label (en "given name"))))`,
    ),
  )
  expect(def.collections).toMatchObject([
    { table: 'person', through: 'relationship parent-of left' },
    { table: 'person', through: 'member' },
  ])
  expect(parseDefinition(printDefinition(def))).toEqual(def)
})

describe('a definition', () => {
  test('gets what it does not say from the usual values', () => {
    const [given] = parseDefinition(form(field)).fields
    expect(given).toMatchObject({ change: true, required: false, policy: 'auto', needs: 'weak', max: 200, choices: [] })
  })

  test('asks for photos in a report alone, once, without a column', () => {
    const photo = (more = '') => `(field photo (type photo) (label (en "Photos")) ${more})`
    const when = '(field when (column "activity_start") (type date) (required true) (label (en "Day")))'
    const { report } = parseDefinition(form(field, `(report ${when} ${photo()})`))
    expect(report.map(({ name, type, column }) => [name, type, column])).toEqual([
      ['when', 'date', 'activity_start'],
      ['photo', 'photo', ''],
    ])
    const another = '(field more (type photo) (label (en "More")))'
    expect(
      faultsOf(form(photo(), `(report ${when} ${photo('(column "activity_body") (required true)')} ${another})`)),
    ).toEqual([
      'field photo: only a report asks for a photo',
      'report field more: a report asks for photos once',
      'report field photo: a photo cannot be required',
      'report field photo: a photo has no column',
      'the form: photo and report photo share the label "photos"',
    ])
  })

  test('shows parts of the case by their names, each once; stages and contacts where it says nothing', () => {
    expect(parseDefinition(form(field)).shows).toEqual(['stages', 'contacts'])
    expect(parseDefinition(form(field, '(shows files deals)')).shows).toEqual(['files', 'deals'])
    expect(parseDefinition(form(field, '(shows)')).shows).toEqual([])
    for (const wrong of ['(shows stages stages)', '(shows secrets)', '(shows (stages))'])
      expect(faultsOf(form(field, wrong))).toEqual([expect.stringContaining('(shows ...) holds words, each once')])
  })

  test('that is wrong in several places is told all of them at once', () => {
    expect(faultsOf(form('(field a (type colour) (shape round))', '(wheel)', '(version 2)'))).toEqual(
      [
        'the form: (version ...) stands twice',
        'the form: (wheel ...) is not known here',
        'field a: (shape ...) is not known here',
        'field a: (type ...) is not one of text, long-text, date, choice, phone, email, integer, number, money, currency, boolean, contact, place, web, time, record, photo',
        'field a: (column ...) with one word is needed',
      ].toSorted((one, other) => one.localeCompare(other)),
    )
  })

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['asks nothing', form(), /asks nothing/],
    ['has no English label', form('(field a (column "a") (type text) (label (fr "Nom")))'), /English label is missing/],
    [
      'gives two fields one label',
      form(field, '(field b (column "b") (type text) (label (en "GIVEN  name")))'),
      /share the label/,
    ],
    [
      'gives two fields one label in two languages',
      form(field, '(field b (column "b") (type text) (label (en "B") (sw "Given name")))'),
      /share the label/,
    ],
    [
      'uses a word of the text form',
      form('(field b (column "b") (type text) (label (en "End")))'),
      /share the label "end"/,
    ],
    ['puts a bracket into a label', form('(field b (column "b") (type text) (label (en "B [x]")))'), /holds one of/],
    ['has a choice without choices', form('(field b (column "b") (type choice) (label (en "B")))'), /needs choices/],
    [
      'has choices that share a word',
      form('(field b (column "b") (type choice) (label (en "B")) (choice x (en "one")) (choice y (en "One")))'),
      /share a word/,
    ],
    ['has a boolean without labels', form('(field b (column "b") (type boolean) (label (en "B")))'), /true and false/],
    [
      'has an odd column',
      form('(field b (column "b; drop table x") (type text) (label (en "B")))'),
      /plain column name/,
    ],
    ['has a name twice', form(field, field), /stands twice/],
    [
      'reports without asking when',
      form('(report (field note (column "n") (type text) (label (en "N"))))'),
      /named when/,
    ],
    [
      'appends to a field without asking when',
      form('(field b (column "b") (type text) (policy append) (label (en "B")))'),
      /named when/,
    ],
    [
      'drops rows that have no required field',
      form(`(collection c (table "c") (label (en "C")) (drop true) ${field})`),
      /has to be required/,
    ],
    [
      'has row labels of over 69 characters',
      form(
        `(collection c (table "c") (label (en "${'C'.repeat(30)}")) (field f (column "f") (type text) (label (en "${'F'.repeat(23)}"))))`,
      ),
      /over 52/,
    ],
  ]
  for (const [what, text, fault] of wrong)
    test(`that ${what} is refused`, () => {
      expect(faultsOf(text).join('\n')).toMatch(fault)
    })

  test('with row labels of 69 characters is taken', () => {
    const text = form(
      `(collection c (table "c") (label (en "${'C'.repeat(30)}")) (field f (column "f") (type text) (label (en "${'F'.repeat(22)}"))))`,
    )
    expect(parseDefinition(text).collections).toHaveLength(1)
  })
})

describe('the words', () => {
  test('are complete in every language, with the same placeholders', () => {
    expect([...forms.words.keys()].sort()).toEqual(['am', 'ar', 'de', 'en', 'es', 'fr', 'hi', 'id', 'pt', 'sw'])
    for (const each of forms.words.values()) expect(differingKeys(each, words('en'))).toEqual([])
  })

  test('have every reason of the fixed list', () => {
    const reasons =
      'changed-meanwhile needs-review weak-evidence late record-deleted access-lost not-in-form other-record not-allowed invalid not-a-date date-two-ways date-short-year not-a-choice too-long not-a-number not-a-phone two-phones not-an-email not-a-place not-a-time not-a-web-address not-a-decimal number-two-ways too-many-decimals negative not-a-currency lines-differ not-that-day not-a-record required before-the-contact said-twice mixed-quotes older-than-a-later-reply same-id-other-content older-repeat copies-disagree clears-too-much damaged-text row-gone already-there revoked accepted-by-office refused-by-office'
    for (const reason of reasons.split(' '))
      expect(say(words('en'), `reason-${reason}`, { date: '2027-05-31', number: '+256 700 000 001' })).not.toBe('')
  })

  test('that lack a text, or a value for it, are noticed', () => {
    const few = parseWords('(satchel-words (language "xx") (text page-send "Send to {org}"))')
    expect(differingKeys(few, words('en'))).toContain('page-save')
    expect(() => say(few, 'page-save')).toThrow(/no text page-save/)
    expect(() => say(few, 'page-send')).toThrow(/\{org\}/)
    expect(say(few, 'page-send', { org: '$& Co' })).toBe('Send to $& Co')
  })

  test('of a language that nobody wrote are English, of a regional one its main language', () => {
    expect(wordsFor(forms.words, 'lg').language).toBe('en')
    expect(wordsFor(forms.words, 'fr-CA').language).toBe('fr')
  })
})

function faultsOf(text: string): readonly string[] {
  try {
    parseDefinition(text)
  } catch (error) {
    if (error instanceof Problem && error.code === 'form/not-valid')
      return [...error.hints].sort((one, other) => one.localeCompare(other))
    throw error
  }
  return []
}
