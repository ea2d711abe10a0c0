// Every page of the console, with what fills its path: ids of what is Baraka's or the office's alone. A page that lacks one fails the tests that
// use this, so that none is left out.

import { pages } from '@satchel/core/console/pages/pages'
import { address } from '@satchel/core/console/page/html'
import type { ConsoleWorld } from './console-world.ts'

/** Parts of paths that say something else than an id of Baraka's. */
const words: Readonly<Record<string, readonly string[]>> = {
  type: ['person', 'organization', 'grp', 'deal', 'ticket'],
  process: ['farmer'],
  form: ['self-update', 'call-report'],
  what: ['page', 'letter'],
  domain: ['industry'],
  report: ['pipeline', 'forecast', 'time', 'activity', 'channels', 'growth'],
  number: ['1'],
  place: ['1'],
}

/** Addresses that ask for more than their path. */
const asked: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  '/find': [
    { q: 'hidden' },
    { q: 'Zuberihidden' },
    { q: '+255700009991' },
    { q: 'P-7hid' },
    { q: 'hidden', owner: 'baraka' },
  ],
  '/find/quick': [{ q: 'zuberihidden' }, { q: 'mailhidden' }, { q: '7hid' }],
  '/list/:type': [{ sort: '-name', owner: 'baraka' }, { group: 'Grouphidden' }, { stage: 'farmer-education' }],
  '/list/:type/csv': [{ columns: 'name,owner' }, { owner: 'baraka' }],
  '/board/:process': [{ owner: 'baraka' }, { stuck: 'yes' }],
  '/due': [{ whose: 'all' }, { whose: 'baraka' }, { whose: 'all', view: 'week' }, { whose: 'all', view: 'month' }],
  '/dispatch': [
    { records: 'P-7hid', to: 'baraka' },
    { records: 'P-7hid D-7hid', to: '*' },
  ],
  '/dispatch/letter': ['letter', 'page', 'text'].map(part => ({
    records: 'P-7hid',
    look: 'P-7hid',
    to: 'baraka',
    form: 'call-report',
    again: 'yes',
    part,
  })),
  '/duplicates': [{ pair: '1' }],
  '/add/:type': [{ name: 'Zuberihidden Sirimoja', under: 'P-7hid' }],
}

/** Baraka's records of every type, and the uuid of one, for the pages that show them whole. */
const records = ['P-7hid', 'O-7hid', 'D-7hid', 'T-7hid', 'G-7hid', 'uuid']
const whole = ['/records/:record', '/records/:record/edit']

/** Of a query all parameters of people and records are Baraka's. */
const params =
  'record=P-7hid&person=P-7hid&entity=P-7hid&words=hidden&staff=baraka&packet=x&run=1&days=3650&query=hidden'

interface Address {
  readonly route: string
  readonly path: string
}

/** @param queries stored queries that may be asked. @param record stands for Baraka's records in the paths. */
export function addressesOf({ ids }: Pick<ConsoleWorld, 'ids'>, queries: readonly string[]): readonly Address[] {
  const samples: Readonly<Record<string, readonly string[]>> = {
    ...words,
    record: ['P-7hid'],
    hid: ['baraka'],
    sheet: [ids.sheet ?? ''],
    change: [ids.change ?? ''],
    item: [ids.item ?? ''],
    run: [ids.run ?? ''],
    inquiry: [ids.inquiry ?? ''],
    file: [ids.file ?? ''],
    id: [ids.written ?? ''],
    table: ['activity', 'development_stage'],
    row: [ids.task ?? ''],
    work: ['1'],
    kind: ['type', 'table', 'field'],
    name: ['person'],
    field: ['shoe-size'],
  }
  return pages.flatMap(({ path: route, get }) => {
    if (get === undefined || route.startsWith('/live/')) return []
    // the table of a query holds no more rows than its CSV
    if (route.startsWith('/queries/:noun'))
      return (route.endsWith('/csv') ? queries : queries.slice(0, 3)).map(name => ({
        route,
        path: `${route.replace(':noun/:verb', name)}?${params}`,
      }))
    if (whole.includes(route))
      return records.map(record => ({ route, path: route.replace(':record', record.replace('uuid', ids.uuid ?? '')) }))
    const filled = route
      .split('/')
      .reduce<readonly string[]>(
        (begun, part) => begun.flatMap(front => valuesOf(route, part, samples).map(each => `${front}/${each}`)),
        [''],
      )
    return filled.flatMap(path => {
      const plain = path.replace(/^\/+/, '/')
      return [{}, ...(asked[route] ?? [])].map(query => ({ route, path: address(plain, query) }))
    })
  })
}

function valuesOf(
  route: string,
  part: string,
  samples: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  if (!part.startsWith(':')) return [part]
  const found = samples[part.slice(1)] ?? []
  if (found.length === 0) throw new Error(`There is no sample for "${part}" of the page ${route}.`)
  return found.map(encodeURIComponent)
}
