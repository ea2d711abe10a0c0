// A clerk looks for records with the commands: find, list, searches that are kept, and packets for what a search gives.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P-1')
  await home.person('P-2', 'baraka')
  await home.rows("update person set person_given = 'Jörg', person_note = 'Buys maize' where person_hid = 'P-1'")
  await home.rows(
    "insert into deal (deal_hid, deal_name, deal_kind, deal_amount, deal_currency) select 'D-' || n, 'Order ' || n, lookup_find('deal-kind', 'order'), n * 100, 'TZS' from generate_series(1, 12) n",
  )
  await home.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id in (select deal_id from deal where deal_amount <= 300)",
  )
})
afterAll(() => home.close())

const run = async (...args: readonly string[]) => {
  const { code, out, err } = await home.satchel(args)
  return { code, out, err, lines: out.trimEnd().split('\n') }
}
const data = async <T>(...args: readonly string[]) => JSON.parse((await run('--json', ...args)).out) as T
interface Found {
  readonly records: readonly { readonly hid: string; readonly fields?: Readonly<Record<string, unknown>> }[]
  readonly next?: string | null
  readonly saved?: string
}

describe('find', () => {
  test('shows the best first, with id, name, type, owner, and what was found', async () => {
    const { code, lines, err } = await run('find', 'jorg', 'maiz')
    expect([code, err]).toEqual([0, ''])
    expect(lines[0]).toMatch(/^ID +NAME +TYPE +OWNER +FOUND$/)
    expect(lines[1]).toMatch(/^P-1 +Jörg .* person +Anna.* Buys maize$/i)
    expect(lines).toHaveLength(2)
  })

  test('finds with the rights of the actor alone, also in its counts', async () => {
    const asAnna = await data<Found & { readonly facets: readonly { readonly records: number }[] }>(
      '--as',
      'anna',
      'find',
      'order',
      '--facets',
    )
    expect(asAnna.records.map(({ hid }) => hid)).toEqual(['D-1', 'D-2', 'D-3'])
    expect(asAnna.facets.map(({ records }) => records)).toEqual([3, 3])
    expect((await data<Found>('--as', 'baraka', 'find', 'order')).records).toEqual([])
    expect((await data<Found>('find', 'order')).records).toHaveLength(12)
  })

  test('counts by type and owner in words', async () => {
    const { out } = await run('find', 'order', '--facets', '--limit', '1')
    expect(out).toMatch(/TYPE +--TYPE +RECORDS\nDeal +deal +12\n/)
    expect(out).toMatch(/nobody, or not yours to see +9\n/)
    expect(out).toMatch(/ anna +3\n/)
  })

  test('says when only similar names are there, and when nothing is', async () => {
    const near = await run('find', 'jörk')
    expect(near.err).toContain('nothing has these words')
    expect(near.out).toContain('P-1')
    expect((await run('find', 'quagga')).out).toBe('Nothing was found.\n')
  })

  test('says what is wrong with the nearest name that is there, and changes nothing', async () => {
    const { code, err } = await run('find', 'order', '--type', 'dael', '--save', 'wrong')
    expect(code).toBe(2)
    expect(err).toContain('There is no type of record "dael". (search/wrong)')
    expect(err).toContain('hint: did you mean "deal"?')
    expect(await home.rows("select from query where query_hid = 'user/wrong'")).toEqual([])
    for (const limit of ['0', '10001', 'x', '1.5'])
      expect((await run('find', 'x', '--limit', limit)).err).toContain('(usage/wrong)')
    expect((await run('find', 'x'.repeat(201))).err).toContain('A search has 200 characters at most.')
    expect((await run('find', 'x'.repeat(200))).code).toBe(0)
  })
})

describe('list', () => {
  test('shows fields that pass filters, in an order, a page at a time', async () => {
    const more = [
      'list',
      'deals',
      'amount>=200',
      'amount!=300',
      '--columns',
      'amount,kind',
      '--sort=-amount',
      '--limit',
      '4',
    ]
    const first = await run(...more)
    expect(first.lines.map(line => line.replaceAll(/ +/g, ' '))).toEqual([
      'ID NAME OWNER AMOUNT KIND',
      'D-12 Order 12 1200 order',
      'D-11 Order 11 1100 order',
      'D-10 Order 10 1000 order',
      'D-9 Order 9 900 order',
    ])
    expect(first.err).toContain('there are more: --after D-9')
    const last = await data<Found>(...more, '--after', 'D-6')
    expect(last.records.map(({ hid }) => hid)).toEqual(['D-5', 'D-4', 'D-2'])
    expect(last.next).toBeNull()
  })

  test('lists what the actor sees', async () => {
    expect((await data<Found>('--as', 'anna', 'list', 'deal')).records.map(({ hid }) => hid)).toEqual([
      'D-1',
      'D-2',
      'D-3',
    ])
    expect((await data<Found>('--as', 'baraka', 'list', 'people')).records.map(({ hid }) => hid)).toEqual(['P-2'])
  })

  test('is completed by the shell with the types that there are', async () => {
    const { out } = await run('completion', 'bash')
    expect(/^ *'list'\) words='([^']*)'/m.exec(out)?.[1]?.split(' ')).toEqual(
      expect.arrayContaining(['person', 'organisation', 'deal', '--columns']),
    )
  })

  test('names the nearest field, and the values of a list', async () => {
    expect((await run('list', 'deal', 'amunt=1')).err).toContain('hint: did you mean "amount"?')
    expect((await run('list', 'deal', '--columns', 'amunt')).err).toContain('hint: did you mean "amount"?')
    expect((await run('list', 'deal', 'kind=ordr')).err).toContain('hint: did you mean "order"?')
  })
})

describe('a search that is kept', () => {
  test('is a query of its owner, who runs it without a password, and nobody else', async () => {
    expect((await run('--as', 'anna', 'find', 'order', '--save', 'orders')).out).toContain(
      'Kept: satchel query user/orders',
    )
    const rows = await data<readonly { readonly hid: string }[]>('--as', 'anna', 'query', 'user/orders')
    expect(rows.map(({ hid }) => hid)).toEqual(['D-1', 'D-2', 'D-3'])
    expect((await run('--as', 'anna', 'query', '--list')).out).toContain('user/orders')
    const other = await run('--as', 'baraka', 'query', 'user/orders')
    expect([other.code, other.out]).toEqual([2, ''])
    expect(other.err).toContain('(query/not-known)')
  })

  test('gives all that it finds, whatever the page showed', async () => {
    const { saved, records } = await data<Found>('list', 'deal', '--columns', 'amount', '--save', 'all-deals')
    expect([saved, records.length]).toEqual(['user/all-deals', 12])
    const rows = await data<readonly Readonly<Record<string, unknown>>[]>('query', 'user/all-deals')
    expect(rows).toHaveLength(12)
    expect(rows[0]).toMatchObject({ hid: 'D-1', amount: '100' })
    const csv = await run('query', 'user/all-deals', '--format', 'csv')
    expect(csv.lines[0]?.trim()).toBe('entity,hid,name,type,owner,amount')
  })

  test('says which records go out, under the rights of the recipient', async () => {
    await run('find', 'buys', '--type', 'person', '--save', 'buyers')
    const { code, out } = await run('dispatch', '--query', 'user/buyers', '--to', 'anna', '--dry-run')
    expect(code).toBe(0)
    expect(out).toContain('(P-1) to anna')
    expect(out).toContain('1 would go out, 0 left out')
  })

  test('is run by what it looks for, and never by its text, which its owner may have written', async () => {
    await home.rows("update query set query_sql = 'select current_user::text as hid' where query_hid = 'user/buyers'")
    const rows = await data<readonly { readonly hid: string }[]>('query', 'user/buyers')
    expect(rows.map(({ hid }) => hid)).toEqual(['P-1'])
  })

  test('is forgotten when its owner says so', async () => {
    expect((await run('query', 'user/buyers', '--forget')).out).toContain('Removed: user/buyers')
    expect((await run('query', 'user/buyers')).err).toContain('(query/not-known)')
    const again = await run('query', 'user/buyers', '--forget')
    expect([again.code, again.err.includes('(query/not-known)')]).toEqual([2, true])
    expect((await run('query', 'people/mine', '--forget')).err).toContain('(query/not-known)')
  })
})
