// Packets on paper: printed with what is known and room to write, filled in by hand, and typed in by a clerk with the code that is printed.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
const above = mkdtempSync(join(tmpdir(), 'satchel-paper-'))
const at = (name: string) => join(above, name)
beforeAll(async () => {
  home = await makeHome()
})
afterAll(async () => {
  await home.close()
  rmSync(above, { recursive: true, force: true })
})

/** Packets and codes as they are printed, in their order. */
const printed = (file: string) =>
  [
    ...readFileSync(file, 'utf8').matchAll(/<b>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})<\/b><br>([0-9A-Z]{4}-[0-9A-Z]{4})</g),
  ].map(([, packet = '', code = '']) => ({ packet, code }))

/** An editor that writes values below labels, as a clerk does. */
function editor(answers: Readonly<Record<string, string>>): string {
  const file = at(`editor-${Object.keys(answers).length}.mjs`)
  writeFileSync(
    file,
    `import { readFileSync, writeFileSync } from 'node:fs'
let lines = readFileSync(process.argv[2], 'utf8').split('\\n')
for (const [label, value] of Object.entries(${JSON.stringify(answers)})) {
  const at = lines.indexOf('[' + label + ']')
  if (at < 0) throw new Error(label)
  let end = at + 1
  while (lines[end] !== '') end++
  lines = [...lines.slice(0, at + 1), value, ...lines.slice(end)]
}
writeFileSync(process.argv[2], lines.join('\\n'))`,
  )
  return `${process.execPath} ${file}`
}
const print = (...args: readonly string[]) => home.satchel(['--as', 'grace', 'dispatch', ...args, '--print'])
const answer = (packet: string, code: string, answers: Readonly<Record<string, string>>, as = 'grace') =>
  home.satchel(['--as', as, 'packet', 'answer', packet, code, '--editor', editor(answers)])

describe('packets on paper', () => {
  test('are one document with a page for each, and what is typed in from it is the recipient’s answer', async () => {
    for (const hid of ['P1', 'P2']) await home.person(hid)
    await home.rows("update person set person_given = 'Mary' where person_hid = 'P2'")
    const file = at('visits.html')
    expect(await print('P1', 'P2', '--to', 'anna', '-o', file)).toMatchObject({ code: 0, err: '' })
    const page = readFileSync(file, 'utf8')
    expect(page.match(/<section /g)).toHaveLength(2)
    for (const shown of ['Jimmy Okello', 'Mary Okello', 'Date of the contact', '[What was said]', '+255 700 000 001'])
      expect(page).toContain(shown)
    expect(page).not.toMatch(/<script|<form|https?:/)
    const [first, second] = printed(file)
    if (first === undefined || second === undefined) throw new Error('no code is printed')
    const tokens = await home.rows("select token_purpose as purpose from token where token_purpose = 'address'")
    expect(tokens).toHaveLength(2)
    expect(await home.rows('select from letter')).toEqual([])

    // typed in with small letters and without dashes, as people do
    const said = { 'Given name': 'James', 'Date of the contact': '2026-11-20', 'What was said': 'She wants ten bags.' }
    const typed = await answer(first.packet.toLowerCase(), first.code.toLowerCase().replace('-', ' '), said)
    expect([typed.code, typed.err]).toEqual([0, ''])
    expect(typed.out).toContain('applied')
    expect(
      await home.rows(
        "select person_given as given, activity_body as note, activity_creator = staff_login as by_anna from person join activity on activity_entity = person_id, staff where person_hid = 'P1' and staff_hid = 'anna'",
      ),
    ).toEqual([{ given: 'James', note: 'She wants ten bags.', by_anna: true }])
    expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
    expect(home.letters(mails.anna).map(({ file: name }) => name.slice(0, 7))).toEqual(['outcome'])
    const list = (await home.satchel(['--as', 'grace', 'packet', 'list', '--json'])).json<
      { packet: string; status: string; carrier: string }[]
    >()
    expect(list.map(({ packet, status, carrier }) => [packet, status, carrier])).toEqual([
      [second.packet, 'open', 'paper'],
      [first.packet, 'answered', 'paper'],
    ])
  })

  test('are answered by nobody without the code of that paper, nor by a colleague whose packet it is not', async () => {
    const [first, second] = printed(at('visits.html'))
    const wrong = [
      [first?.packet, second?.code, 'grace'],
      [first?.packet, '0000-0000', 'grace'],
      [second?.packet, second?.code, 'baraka'],
    ] as const
    for (const [packet = '', code = '', as] of wrong) {
      const refused = await answer(packet, code, { 'Given name': 'Eve' }, as)
      expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('token/not-known') as string])
    }
    expect(await home.rows("select from person where person_given = 'Eve'")).toEqual([])
  })

  test('write over no document, and for a protected recipient only with --in-clear', async () => {
    await home.person('P3', 'baraka')
    const taken = await print('P3', '--to', 'baraka', '-o', at('visits.html'))
    expect([taken.code, taken.err]).toEqual([2, expect.stringContaining('There is a file') as string])
    await home.satchel(['--as', 'grace', 'staff', 'protection', 'baraka', 'passphrase'])
    const refused = await print('P3', '--to', 'baraka', '-o', at('clear.html'))
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('are protected') as string])
    expect([
      existsSync(at('clear.html')),
      await home.rows("select from packet where packet_entity = find_entity('P3')"),
    ]).toEqual([false, []])
    expect(await print('P3', '--to', 'baraka', '-o', at('clear.html'), '--in-clear')).toMatchObject({ code: 0 })
    expect(readFileSync(at('clear.html'), 'utf8')).toContain('Okello')
  })

  test.each([
    ['out/staged', 0],
    ['dispatch/committed', 1],
  ] as const)('killed at %s leave no half document', async (step, packets) => {
    const hid = `K-${packets}`
    await home.person(hid)
    const file = at(`${hid}.html`)
    const order = ['dispatch', hid, '--to', 'anna', '--print', '-o', file]
    const killed = await home.process(order, { env: { SATCHEL_CRASH_AT: step } })
    expect(killed.signal, killed.err).toBe('SIGKILL')
    expect(existsSync(file)).toBe(false)
    expect(await home.satchel(order)).toMatchObject({ code: 0 })
    expect(printed(file)).toHaveLength(1)
    const rows = await home.rows('select packet_hid as packet from packet where packet_entity = find_entity($1)', [hid])
    expect(rows).toEqual([{ packet: printed(file)[0]?.packet }])
  })

  test('of any type of record', async () => {
    const [deal] = await home.rows<{ id: string }>(
      "insert into deal (deal_hid, deal_name, deal_kind, deal_amount, deal_currency) values ('D-1', 'Ten bags', lookup_find('deal-kind', 'opportunity'), 500, 'TZS') returning deal_id as id",
    )
    await home.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [deal?.id],
    )
    const file = at('deal.html')
    expect(await print('D-1', '--to-owner', '-o', file)).toMatchObject({ code: 0 })
    expect(readFileSync(file, 'utf8')).toContain('<h1>Ten bags</h1>')
  })
})
