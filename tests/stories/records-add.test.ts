// satchel add: records of every type, each with all that is said of it, under the rights of the one who adds it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

interface Added {
  readonly record: string
  readonly name: string
}
const add = async (words: readonly string[], as = 'office') => {
  const ended = await home.satchel(['--as', as, '--json', 'add', ...words])
  return { ...ended, added: ended.code === 0 ? ended.json<Added>() : { record: ended.err, name: '' } }
}
const counts = () => home.rows('select entity_type, count(*) from entity group by 1 order by 1')

describe('a record of each type', () => {
  test('person: fields, ways to be reached and an address, told as one reply', async () => {
    const words = [
      'given-name=Amina',
      'family-name=Otieno',
      'born=1990-02-03',
      'phone=+255 700 000 101',
      'phone=+255 700 000 102',
      'email=amina@example.org',
      'address.city=Moshi',
      'source=market-day',
    ]
    const { added } = await add(['person', ...words], 'anna')
    expect(added.name).toBe('Amina Otieno')
    const [row] = await home.rows(
      'select person_given as given, person_born::text as born, lookup_value(person_source) as source, entity_name as name, staff_hid as owner, entity_creator = staff_login as own, (select count(*)::integer from contact_point where contact_point_entity = entity_id) as contacts, (select address_city from address where address_entity = entity_id) as city from person join entity on entity_id = person_id join staff on staff_id = entity_owner where person_hid = $1',
      [added.record],
    )
    expect(row).toEqual({
      given: 'Amina',
      born: '1990-02-03',
      source: 'market-day',
      name: 'Amina Otieno',
      owner: 'anna',
      own: true,
      contacts: 3,
      city: 'Moshi',
    })
    const [told] = await home.rows(
      "select count(*)::integer as changes, count(distinct change_reply)::integer as replies, bool_and(change_outcome = 'applied' and change_row is not null) as applied, (select count(distinct audit_reply)::integer from audit where audit_entity = change_entity and audit_reply is not null) as audited from change where change_entity = (select person_id from person where person_hid = $1) group by change_entity",
      [added.record],
    )
    expect(told).toEqual({ changes: 8, replies: 1, applied: true, audited: 1 })
  })

  test('organisation, group, product, deal, ticket: names of records and words of lists', async () => {
    const { added: traders } = await add([
      'organisation',
      'name=Moshi Traders',
      'industry=Trade',
      'phone=+255 700 000 103',
    ])
    const { added: branch } = await add(['organization', 'name=Moshi Traders, Arusha', '--under', traders.record])
    const { added: buyers } = await add(['group', 'name=Buyers', 'kind=list', 'start=2026-01-01'])
    const { added: seed } = await add(['product', 'name=Seed maize', 'price=12.50', 'currency=USD', 'unit=bag'])
    const { added: deal } = await add([
      'deal',
      'name=Maize',
      'kind=quote',
      'party=Moshi Traders',
      'amount=1200',
      'currency=TZS',
      'probability=40',
      `campaign=${buyers.record}`,
      '--owner',
      'anna',
    ])
    const { added: ticket } = await add([
      'ticket',
      'name=Bag torn',
      `party=${branch.record}`,
      'priority=high',
      'description=Two bags',
    ])
    for (const one of [traders, branch, buyers, seed, deal, ticket]) expect(one.name).not.toBe('')
    expect(
      await home.rows(
        'select deal_amount::text as amount, organization_name as party, grp_name as campaign, staff_hid as owner from deal join organization on organization_id = deal_party join grp on grp_id = deal_campaign join entity on entity_id = deal_id join staff on staff_id = entity_owner',
      ),
    ).toEqual([{ amount: '1200', party: 'Moshi Traders', campaign: 'Buyers', owner: 'anna' }])
    expect(
      await home.rows(
        'select p.entity_name as above from entity e join entity p on p.entity_id = e.entity_parent join organization on organization_id = e.entity_id',
      ),
    ).toEqual([{ above: 'Moshi Traders' }])
    // what a record names is set, and shown, as a field
    expect(await home.satchel(['--json', 'set', deal.record, `party=${branch.record}`])).toMatchObject({ code: 0 })
    expect(
      await home.rows(
        'select deal_party = organization_id as ok from deal join organization on organization_name = $1',
        ['Moshi Traders, Arusha'],
      ),
    ).toEqual([{ ok: true }])
  })

  test("an id of one's own is taken once", async () => {
    expect((await add(['person', 'given-name=Zawadi', 'id=K-900'])).added.record).toBe('K-900')
    expect((await add(['person', 'given-name=Rehema', 'id=K-900'])).err).toContain(
      'There is a record of that id already',
    )
  })
})

describe('nothing is half added', () => {
  test.each([
    [['person', 'phone=+255 700 000 104'], 'A person needs a given-name or a family-name'],
    [['person', 'given-name=X', 'born=1849-01-01'], 'nobody is born before 1850'],
    [['person', 'given-name=X', 'phone=12'], 'is a telephone number'],
    [['deal', 'name=X', 'amount=5'], 'A deal needs a value for kind'],
    [['deal', 'name=X', 'kind=quote', 'amount=5'], 'currency'],
    [['deal', 'name=X', 'kind=quot'], 'do you mean quote?'],
    [['deal', 'name=X', 'kind=quote', 'party=Nobody There'], 'you see none of that id or name'],
    [['persn', 'given-name=X'], 'do you mean person?'],
    [['person', 'givn-name=X'], 'do you mean given-name?'],
    [['person', 'given-name=X', '--owner', 'nobody'], 'no active staff member'],
    [['person', 'given-name=X', '--under', 'P-none'], 'There is no record "P-none"'],
    [['product', 'name=X', '--under', 'Moshi Traders'], 'no rule lets'],
    [['staff', 'name=X'], 'satchel staff add'],
  ])('%j', async (words, told) => {
    const before = await counts()
    const ended = await add(words)
    expect([ended.code, ended.err]).toEqual([2, expect.stringContaining(told)])
    expect(await counts()).toEqual(before)
  })

  test('a dry run adds nothing', async () => {
    const before = await counts()
    expect(await add(['person', 'given-name=Nobody', '--dry-run'])).toMatchObject({
      code: 0,
      added: { name: 'Nobody' },
    })
    expect(await counts()).toEqual(before)
  })
})

describe('somebody who may be there already', () => {
  test('is told, and a second one is made on purpose', async () => {
    await add(['person', 'given-name=Juma', 'family-name=Mushi', 'phone=+255 700 000 105'], 'anna')
    const again = await add(['person', 'given-name=juma', 'family-name=mushi'], 'anna')
    expect(again.code).toBe(2)
    expect(again.err).toContain('Juma Mushi: same name')
    const number = await add(['person', 'given-name=J.', 'family-name=Mushi', 'phone=0700 000 105'], 'anna')
    expect(number.err).toContain('same number or address')
    // of a family, with one telephone
    expect(await add(['person', 'given-name=Neema', 'family-name=Lyimo', 'phone=0700 000 105'], 'anna')).toMatchObject({
      code: 0,
    })
    expect(await add(['person', 'given-name=Juma', 'family-name=Mushi', '--anyway'], 'anna')).toMatchObject({ code: 0 })
    // of a colleague's records nothing is told
    expect(await add(['person', 'given-name=Juma', 'family-name=Mushi'], 'baraka')).toMatchObject({ code: 0 })
  })
})

describe('add TYPE --help', () => {
  const help = async (words: readonly string[]) => (await home.satchel(words)).out

  test('lists the fields of the type that one may write, from the catalog', async () => {
    await home.rows('alter table ticket add column ticket_serial text')
    for (const words of [
      ['add', 'ticket', '--help'],
      ['--as', 'anna', 'add', '-h', 'Tickets', '--owner', 'anna'],
      ['help', 'add', 'ticket'],
    ]) {
      const text = await help(words)
      expect(text).toContain('Examples:')
      expect(text).toMatch(/^name +text +yes *$/m)
      expect(text).toMatch(/^priority +choice +.*high/m)
      expect(text).toMatch(/^serial +text/m)
    }
    expect(await help(['--as', 'office', 'add', 'ticket', '--help'])).toMatch(/^owner +record/m)
    // whoever hands nothing over is not told of it
    expect(await help(['--as', 'anna', 'add', 'ticket', '--help'])).not.toMatch(/^owner /m)
    await home.rows('alter table ticket drop column ticket_serial')
  })

  test('names the nearest type, and where there is no database says where fields are listed', async () => {
    expect(await help(['add', 'tiket', '--help'])).toContain('do you mean ticket?')
    const away = await home.satchel(['--home', '/nonexistent/home', 'add', 'ticket', '--help'])
    expect([away.code, away.out]).toEqual([0, expect.stringContaining('satchel fields ticket lists the fields, once')])
    expect(away.out).toContain('Examples:')
    expect(await help(['add', '--help'])).not.toContain('Fields of')
  })
})
