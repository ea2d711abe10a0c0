// npm run bench duplicates [-- --seed 12]: sets whose truth is known, made after published error models, each in an installation of its
// own; then satchel duplicate find. Prints the rows for docs/benchmarks.md.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readSettings } from '@satchel/core/home/settings'
import { loginUrl } from '@satchel/core/db/logins'
import { homePaths } from '@satchel/core/home/home'
import pg from 'pg'
import { enter, type Made, peopleWithDoubles, rate, truePairs } from '../tests/helpers/doubles.ts'
import { asMade, febrlPeople } from '../tests/helpers/error-models.ts'
import { splinkPeople } from '../tests/helpers/error-models-splink.ts'
import { satchel } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'duplicates'),
  options: { seed: { type: 'string', default: '12' } },
})
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed)) throw new Error('npm run bench duplicates [-- --seed NUMBER]')

const sets: Readonly<Record<string, () => readonly Made[]>> = {
  'febrl, one error each': () =>
    asMade(
      febrlPeople(seed, {
        originals: 500,
        duplicates: 500,
        most: 1,
        spread: 'uniform',
        perField: 1,
        perRecord: 1,
      }),
    ),
  'febrl, up to six errors': () =>
    asMade(
      febrlPeople(seed, { originals: 2000, duplicates: 3000, most: 5, spread: 'zipf', perField: 4, perRecord: 6 }),
    ),
  splink: () => asMade(splinkPeople(seed, 1000)),
  'families with doubles': () => peopleWithDoubles(seed, 10_000),
}

for (const [name, make] of Object.entries(sets)) {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
  try {
    satchel(folder, 'init', '--protection', 'plain')
    const people = make()
    const client = new pg.Client({
      connectionString: loginUrl(homePaths(folder), readSettings(folder, process.env), 'owner'),
    })
    await client.connect()
    const places = await enter(
      async (text, params) => (await client.query<Record<string, unknown>>(text, params)).rows,
      people,
    )
    const started = performance.now()
    satchel(folder, 'duplicate', 'find')
    const seconds = (performance.now() - started) / 1000
    const { rows } = await client.query<{ l: string; r: string; score: number }>(
      "select duplicate_left as l, duplicate_right as r, duplicate_score::float8 as score from duplicate where duplicate_status = 'open'",
    )
    for (const least of [0.99, 0.9, 0.5]) {
      const found = new Set(
        rows
          .filter(row => row.score >= least)
          .map(({ l, r }) =>
            [places.get(Number(l)) ?? -1, places.get(Number(r)) ?? -1].toSorted((x, y) => x - y).join('-'),
          ),
      )
      const { precision, recall, doubles } = rate(found, truePairs(people))
      console.log(
        `${name} (${people.length} entries, ${doubles} pairs), seed ${seed}, from ${least}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; ${seconds.toFixed(1)} s`,
      )
    }
    await client.end()
  } finally {
    satchel(folder, 'db', 'stop')
    rmSync(folder, { recursive: true, force: true })
  }
}
