// A type, rows of it and rows of people that have a field of every type of field, and a value of each.

import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeHome, type TestHome } from './home.ts'

/** A field of each type as it is made; the test that uses them compares with the database's own list. */
export const everyType = [
  'line:text',
  'memo:long-text',
  'pieces:integer',
  'weight:number',
  'price:money',
  'packed:date',
  'opened:time',
  'sealed:yes-no',
  'wood:choice:oak,pine',
  'mail:email',
  'tel:phone',
  'site:web',
  'spot:place',
  'carrier:record',
  'farmer:person',
  'deed:file',
]

/** As somebody types it, and as everything gives it back. P-77 is a person. */
export const values: Readonly<
  Record<string, { readonly typed: string; readonly kept: string; readonly shown: string }>
> = {
  line: { typed: 'Top shelf', kept: 'Top shelf', shown: 'Top shelf' },
  memo: { typed: 'Dry, dark', kept: 'Dry, dark', shown: 'Dry, dark' },
  pieces: { typed: '12', kept: '12', shown: '12' },
  weight: { typed: '3.50', kept: '3.5', shown: '3.5' },
  price: { typed: '12.5', kept: '12.5', shown: '12.5' },
  'price-currency': { typed: 'eur', kept: 'EUR', shown: 'EUR' },
  packed: { typed: '2026-11-30', kept: '2026-11-30', shown: '2026-11-30' },
  opened: { typed: '2026-11-30 14:30', kept: '2026-11-30T14:30:00Z', shown: '2026-11-30T14:30' },
  sealed: { typed: 'no', kept: 'no', shown: 'no' },
  wood: { typed: 'Oak', kept: 'oak', shown: 'Oak' },
  mail: { typed: 'Box@Crate.example', kept: 'Box@Crate.example', shown: 'Box@Crate.example' },
  tel: { typed: '+255 754 000 111', kept: '+255 754 000 111', shown: '+255 754 000 111' },
  site: { typed: 'crate.example/a', kept: 'https://crate.example/a', shown: 'https://crate.example/a' },
  spot: { typed: '-6.8,39.28', kept: '-6.8, 39.28', shown: '-6.8, 39.28' },
  carrier: { typed: 'P-77', kept: 'P-77', shown: 'Jimmy Okello' },
  farmer: { typed: 'Jimmy Okello', kept: 'P-77', shown: 'Jimmy Okello' },
  // written into the folder of the test
  deed: { typed: '@deed.pdf', kept: 'deed.pdf (23 B)', shown: 'deed.pdf' },
}

/** Of the file that is in each. */
export const deedText = '%PDF-1.4 canarydeedtext'

/** Words of a command, each behind what names its row. */
const typed = (above: string, before = '') =>
  Object.entries(values).map(
    ([field, { typed: text }]) => `${before}${field}=${text.startsWith('@') ? `@${join(above, text.slice(1))}` : text}`,
  )

/** Crates, rows of crates, rows of people, and three fields of a person. */
export async function makeOwnTypes(home: TestHome): Promise<void> {
  for (const words of [
    ['new-type', 'crate', ...everyType, '--stages', 'made,gone'],
    ['new-table', 'crate-visit', ...everyType, '--of', 'crate'],
    ['new-table', 'pet', ...everyType, '--of', 'person'],
    ['new-field', 'person', 'shoe:text', 'buddy:person', 'mobile:phone'],
  ]) {
    const made = await home.satchel(words)
    if (made.code !== 0) throw new Error(made.err)
  }
}

/** A home with them and a crate, its row and a person's row that hold every value; a folder for files of the test. */
export async function openOwnTypes(): Promise<{ above: string; home: TestHome; crate: string }> {
  const above = mkdtempSync(join(tmpdir(), 'satchel-own-'))
  chmodSync(above, 0o711) // as root, the server's own user goes through it
  writeFileSync(join(above, 'deed.pdf'), deedText)
  const home = await makeHome()
  await home.person('P-77', 'anna')
  await makeOwnTypes(home)
  const added = await home.satchel(['--json', 'add', 'crate', 'name=Red crate', 'owner=anna', ...typed(above)])
  if (added.code !== 0) throw new Error(added.err)
  const crate = added.json<{ record: string }>().record
  for (const words of [
    [crate, ...typed(above, 'crate-visit/new.')],
    ['P-77', ...typed(above, 'pet/new.'), 'shoe=Canaryboot'],
  ]) {
    const set = await home.satchel(['set', ...words])
    if (set.code !== 0) throw new Error(set.err)
  }
  return { above, home, crate }
}
