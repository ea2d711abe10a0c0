// Every post of the console, with fields that are about what is Baraka's or the office's alone, and who may send it. A post that is not among them
// fails the tests that use this.

import { pages } from '@satchel/core/console/pages/pages'
import type { ConsoleWorld, Name } from './console-world.ts'

export interface Post {
  readonly route: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  /** Goes along in a field "file". */
  readonly file?: readonly [name: string, content: string]
  /** All others change nothing by it. */
  readonly may: readonly Name[]
  /** Does it in the end, and is let. */
  readonly by: Name
  /** The tests of its own page do it. */
  readonly isOnlyTried?: boolean
}

const office = ['grace', 'tina'] as const
const own = ['baraka', ...office] as const
/** Support writes activities and files of any record, and marketing groups. */
const withSupport = [...own, 'sam'] as const
const withMarketing = [...own, 'mark'] as const

/** @throws Error where a post of the console has no sample. */
export function postsOf({ ids }: Pick<ConsoleWorld, 'ids'>): readonly Post[] {
  const posts = [...recordPosts(ids), ...tablePosts(ids), ...officePosts(ids), ...ownPosts(ids), ...adminPosts(ids)]
  const known = new Set(posts.map(({ route }) => route))
  const missing = pages.filter(({ path, post }) => post !== undefined && !known.has(path)).map(({ path }) => path)
  if (missing.length > 0) throw new Error(`There is no sample of a post to ${missing.join(', ')}.`)
  return posts
}

type Ids = ConsoleWorld['ids']

/** To Baraka's person. */
function recordPosts(ids: Ids): readonly Post[] {
  const to = (
    path: string,
    fields: Readonly<Record<string, string>>,
    by: Name = 'baraka',
    may: readonly Name[] = own,
  ) => ({
    route: `/records/:record${path}`,
    path: `/records/P-7hid${path}`,
    fields,
    by,
    may,
  })
  return [
    to('', { form: 'fields', 'was.note': 'Noteofhidden', 'f.note': 'Changedhidden' }),
    to('', { form: 'owner', 'was.owner': 'baraka', 'f.owner': 'grace' }, 'grace', office),
    to('', { form: 'owner', 'was.owner': 'grace', 'f.owner': 'baraka' }, 'grace', own),
    to('/reach', { kind: 'phone', value: '+255700009992' }),
    to('/relate', { kind: 'works-for', other: 'O-7hid', from: '2026-01-01' }),
    to('/groups', { group: 'Grouphidden', leaves: '1' }, 'baraka', withMarketing),
    to('/note', { kind: 'call', outcome: 'reached', text: 'Forced', next: '', due: '' }, 'baraka', withSupport),
    to('/done', { task: ids.task ?? '' }, 'baraka', withSupport),
    to('/stage', { stage: 'farmer-land-report', note: '' }),
    { ...to('/files', {}, 'baraka', withSupport), file: ['forced.txt', 'x'] },
    to('/history', { 'was.note': 'Changedhidden', 'f.note': 'Noteofhidden' }, 'grace', office),
    to('/my-data', { kind: 'data' }, 'grace', office),
    to('/remove', { anyway: '1' }, 'grace', office),
    to('/restore', {}, 'grace', own),
    {
      route: '/add/:type',
      path: '/add/deal',
      fields: { 'f.name': 'Forced', 'f.kind': 'quote', 'f.party': 'P-7hid' },
      by: 'baraka',
      may: own,
    },
    {
      route: '/due',
      path: '/due',
      fields: { record: 'D-7hid', activity: ids.later ?? '' },
      by: 'grace',
      may: withSupport,
    },
    {
      route: '/board/:process',
      path: '/board/farmer',
      fields: { step: 'P-7hid/farmer-land-report farmer-exchange' },
      by: 'grace',
      may: own,
    },
    ...(
      [
        [{ do: 'set', field: 'note', value: 'Forced' }, 'grace', own],
        [{ do: 'join', group: 'Grouphidden' }, 'grace', withMarketing],
        [{ do: 'hand', to: 'grace' }, 'grace', office],
      ] as const
    ).map(([fields, by, may]) => ({
      route: '/list/:type',
      path: '/list/person',
      fields: { ...fields, record: 'P-7hid' },
      by,
      may,
    })),
  ]
}

/** Rows by their table, long work, and attempts that wait. */
function tablePosts(ids: Ids): readonly Post[] {
  const row = `/table/activity/${ids.task}`
  const tried = { may: withSupport, by: 'grace', isOnlyTried: true } as const
  const set = { 'was.subject': 'Taskhidden', 'f.subject': 'Forced' }
  const added = { 'f.entity': 'P-7hid', 'f.kind': 'note', 'f.subject': 'Forced' }
  return [
    { route: '/table/:table', path: '/table/activity', fields: { ...set, row: ids.task ?? '' }, ...tried },
    { route: '/table/:table/add', path: '/table/activity/add', fields: added, ...tried },
    { route: '/table/:table/:row/edit', path: `${row}/edit`, fields: set, ...tried },
    { route: '/table/:table/:row/remove', path: `${row}/remove`, fields: {}, ...tried },
    { route: '/work/:work', path: '/work/1', fields: { do: 'stop' }, ...tried, may: office },
    // a code of one's own telephone: everybody has their own
    { route: '/me/code', path: '/me/code', fields: { do: 'confirm', code: '000000' }, ...tried, may: [] },
    { route: '/staff/waits', path: '/staff/waits', fields: { whom: 'baraka' }, ...tried, by: 'tina', may: ['tina'] },
  ]
}

/** What the office alone decides. */
function officePosts(ids: Ids): readonly Post[] {
  const to = (route: string, fields: Readonly<Record<string, string>>, path = route): Post => ({
    route,
    path,
    fields,
    may: office,
    by: 'grace',
  })
  const quarantined = { item: ids.item ?? '' }
  return [
    to('/review', { id: ids.decision ?? '', decision: 'refused', why: 'forced' }),
    to('/review/refused', { change: ids.refused ?? '' }),
    to('/items/:item', { ...quarantined, do: 'done' }, `/items/${ids.item}`),
    to('/imports/quarantine', { ...quarantined, do: 'retry' }),
    { ...to('/inquiries/:inquiry', { do: 'link', record: 'P-7hid' }, `/inquiries/${ids.inquiry}`), isOnlyTried: true },
    { ...to('/inquiries/:inquiry/letter', { text: 'forced' }, `/inquiries/${ids.inquiry}/letter`), isOnlyTried: true },
    to('/inquiries', { inquiry: ids.inquiry ?? '', note: 'forced' }),
    to('/letters', { letter: ids.letter ?? '', do: 'again' }),
    to('/letters/failed', { letter: ids.otherLetter ?? '', do: 'done' }),
    to('/packets', { packet: ids.packet ?? '' }),
    to('/imports', {}),
    to('/duplicates', { do: 'different', pair: ids.pair ?? '' }),
    to('/duplicates', { do: 'find' }),
    to('/queries/sql', { act: 'keep', name: 'forced', about: 'forced', sql: 'select 1' }),
    to('/processes', { process: 'goods' }),
    to('/lookups', { list: 'own-forced', word: 'forced', title: 'Forced' }),
    to('/lookups/:domain', { word: 'forced', title: 'Forced' }, '/lookups/industry'),
    to(
      '/lookups/:domain',
      { do: 'change', word: 'trade', 'was.title': 'Trade', title: 'Forced', 'was.sort': '', sort: '' },
      '/lookups/industry',
    ),
    { ...to('/dispatch', { records: 'O-7hid', to: 'grace', again: 'yes' }), may: own },
  ]
}

/** What an administrator alone does. */
function adminPosts(ids: Ids): readonly Post[] {
  const to = (route: string, fields: Readonly<Record<string, string>>, path = route): Post => ({
    route,
    path,
    fields,
    may: ['tina'],
    by: 'tina',
  })
  const one = (fields: Readonly<Record<string, string>>) => to('/staff/:hid', fields, '/staff/baraka')
  const added = {
    do: 'add',
    hid: 'forced',
    name: 'Forced',
    email: 'forced@kilimo.example',
    role: 'sales',
    language: 'en',
  }
  return [
    to('/forms', {}),
    ...ownTablePosts,
    to('/staff', { ...added, protection: 'plain' }),
    { ...to('/staff', { do: 'revoke', fingerprint: 'ba5eba11' }), may: ['tina', 'baraka'] },
    one({ do: 'role', role: 'admin' }),
    one({ do: 'manager', manager: 'mona' }),
    one({ do: 'certificate', days: '30' }),
    one({ do: 'session', session: ids.session ?? '' }),
    one({ do: 'off' }),
    one({ do: 'on' }),
    { ...to('/me', { session: ids.second ?? '' }), may: ['tina', 'baraka'] },
  ]
}

const rowOfField = { 'f0.name': 'forced', 'f0.type': 'text' }
/** Tables and fields of one's own; the tests of their pages make them. */
const ownTablePosts: readonly Post[] = (
  [
    ['/own/new/:kind', '/own/new/type', { name: 'forced', ...rowOfField, do: 'make' }],
    ['/own/new/:kind', '/own/new/table', { name: 'forced', ...rowOfField, do: 'try' }],
    ['/own/new/:kind', '/own/new/field', { of: 'person', ...rowOfField, do: 'make' }],
    ['/own/of/:name', '/own/of/person', { act: 'rights', rights: 'everybody', do: 'make' }],
    ['/own/of/:name/:field', '/own/of/person/shoe-size', { act: 'drop', do: 'make' }],
  ] as const
).map(([route, path, fields]) => ({ route, path, fields, may: ['tina'], by: 'tina', isOnlyTried: true }))

/** What Baraka has for himself. */
function ownPosts(ids: Ids): readonly Post[] {
  const sheet = `/load/${ids.sheet}`
  const mine = { by: 'baraka', may: ['baraka'] } as const
  return [
    { route: '/list/:type', path: '/list/person', fields: { do: 'forget', name: 'searchhidden' }, ...mine },
    { route: '/load', path: '/load', fields: { do: 'undo', run: ids.loadRun ?? '' }, by: 'baraka', may: own },
    {
      route: '/load',
      path: '/load',
      fields: { conflict: 'hold' },
      file: ['forced.csv', 'Firstname,Surname\nForced,Sheet\n'],
      by: 'baraka',
      may: ['anna', 'mona', ...own],
    },
    { route: '/load/:sheet', path: sheet, fields: { do: 'map', 'field.2': 'family-name' }, ...mine },
    { route: '/load/:sheet/try', path: `${sheet}/try`, fields: { skip: '1' }, ...mine },
  ]
}
