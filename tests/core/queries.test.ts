// The header of a stored query, and SQLSTATE to Problem.

import { parseQuery } from '@satchel/core/db/query-header'
import { readQueries } from '@satchel/core/db/sql-files'
import { databaseProblem } from '@satchel/core/db/sqlstate'
import { parseHeldId, slotText } from '@satchel/core/review/held-changes'
import { chooseItem } from '@satchel/core/review/quarantine'
import { Problem } from '@satchel/protocol/problem'
import { describe, expect, test } from 'vitest'

const file = `-- @name people/by-age
-- @about Who is how old.
-- @use people
-- @param age integer In years
-- @returns many
-- @column name text not-null Name
-- @column born date null
select person_given as name, person_born as born
from person where age(person_born) > make_interval(years => $1::integer)
`

function problemOf(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a stored query', () => {
  test('says its name, parameters and columns in its header; the rest is the statement as it is', () => {
    expect(parseQuery('people/by-age', file)).toEqual({
      name: 'people/by-age',
      about: 'Who is how old.',
      use: 'people',
      params: [{ name: 'age', type: 'integer', nullable: false, about: 'In years' }],
      returns: 'many',
      columns: [
        { name: 'name', type: 'text', nullable: false, about: 'Name' },
        { name: 'born', type: 'date', nullable: true, about: '' },
      ],
      text: file.slice(file.indexOf('select')).trim(),
    })
  })

  test.each([
    ['another name', (text: string) => text.replace('people/by-age', 'people/by-name'), '@name must be people/by-age'],
    ['no purpose', (text: string) => text.replace(/-- @about.*\n/, ''), '@about is missing'],
    ['no rows said', (text: string) => text.replace('@returns many', '@returns some'), '@returns must be'],
  ])('with %s stops the program', (_, change, fault) => {
    const problem = problemOf(() => parseQuery('people/by-age', change(file)))
    expect([problem.code, problem.exit]).toEqual(['statement/wrong', 10])
    expect(problem.message).toContain(fault)
  })

  test('is for programs unless it says that people may use it', () => {
    expect(parseQuery('people/by-age', file.replace(/-- @use.*\n/, '')).use).toBe('program')
    expect([...readQueries().values()].some(query => query.use === 'people')).toBe(true)
  })
})

describe('what the database throws', () => {
  const thrown = (code: string, message = 'a value: Geheimnis') => Object.assign(new Error(message), { code })

  test.each([
    ['28P01', 'database/refused'],
    ['3D000', 'database/refused'],
    ['57P01', 'database/unreachable'],
    ['ECONNREFUSED', 'database/unreachable'],
    ['40P01', 'database/busy'],
    ['53100', 'database/full'],
    ['42501', 'database/no-right'],
  ])('%s is %s, and its own words are not said again', (state, code) => {
    const problem = databaseProblem(thrown(state))
    expect(problem).toMatchObject({ code })
    expect(problem instanceof Problem && problem.message + JSON.stringify(problem.details)).not.toContain('Geheimnis')
  })

  test('is a bug where the table does not know it, and a Problem stays as it is', () => {
    const bug = thrown('42P01')
    expect(databaseProblem(bug)).toBe(bug)
    const known = problemOf(() => parseHeldId('x'))
    expect(databaseProblem(known)).toBe(known)
    expect(databaseProblem(new Error('Connection terminated unexpectedly'))).toMatchObject({
      code: 'database/unreachable',
    })
  })
})

describe('what an operator types', () => {
  test('names a held change by number and stamp', () => {
    for (const typed of ['12-3fa9c1d2', '12-3FA9C1D2', ' 12-3fa9c1d2\n'])
      expect(parseHeldId(typed)).toEqual({ change: 12, stamp: '3fa9c1d2' })
    for (const typed of ['12', '12-', '12-3fa9c1d', '12-3fa9c1d22', '-3fa9c1d2', '1'.repeat(16) + '-3fa9c1d2'])
      expect(problemOf(() => parseHeldId(typed)).code).toBe('usage/wrong')
  })

  test('names an item by the first digits of its hash, when they are enough', () => {
    const items = [{ item: 'abcd1111' }, { item: 'abcd2222' }, { item: 'ef001111' }]
    expect(chooseItem(items, 'EF00')).toBe('ef001111')
    for (const typed of ['abcd', 'ef0', 'ffff'])
      expect(problemOf(() => chooseItem(items, typed)).code).toBe('item/not-known')
  })

  test('sees a group in one line, and nothing as nothing', () => {
    expect(slotText({ kind: 'phone', value: '1' })).toBe('kind: phone, value: 1')
    expect([slotText('x'), slotText(null)]).toEqual(['x', '(nothing)'])
  })
})
