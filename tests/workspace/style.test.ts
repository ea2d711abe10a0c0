// How files are kept: size, name, opening, and what must not stand in any of them.

import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, read } from './sources.ts'

const maxLines = 300

const all = filesBelow('.')
const sources = all.filter(file => /\.(ts|mjs|cjs)$/.test(file))
const written = all.filter(file => /\.(ts|mjs|js|sql|sexp|hbs|md|json)$/.test(file) && file !== 'package-lock.json')

test('there are sources to look at', () => {
  expect(sources.length).toBeGreaterThan(100)
})

test(`no source is longer than ${maxLines} lines`, () => {
  // sql/schema.sql is made by a tool, one list of everything that there is, and read by searching it; so is core/db/calls
  const byHand = sources.filter(file => !file.startsWith('core/db/calls/'))
  const long = [...byHand, ...all.filter(file => file.endsWith('.sql') && file !== 'sql/schema.sql')]
    .map(file => ({ file, lines: read(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
  expect(long).toEqual([])
})

test('no line of SQL is longer than 140 characters', () => {
  // migrations never change; sql/schema.sql and the numbering plans are made by tools; headers of queries, which also stand in the
  // comments of functions, are one fact a line
  const made = ['sql/schema.sql', 'sql/functions/values/phone-plans.sql']
  const wide = all
    .filter(file => /^sql\/(?!migrations\/).*\.sql$/.test(file) && !made.includes(file))
    .flatMap(file =>
      read(file)
        .replace(/ is \$\$[\s\S]*?\$\$;/g, '')
        .split('\n')
        .map(line => ({ file, line })),
    )
    .filter(({ line }) => line.length > 140 && !line.startsWith('-- @'))
  expect(wide).toEqual([])
})

test('files of the program are named in kebab-case', () => {
  const odd = all
    .filter(file => /\.(ts|mjs|sql|hbs|sexp|patch)$/.test(file))
    .filter(file => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(system\.test|test|d|config))?\.[a-z]+$/.test(basename(file)))
  expect(odd).toEqual([])
})

test('every source of the program opens with a comment that says what it is for', () => {
  // a test's own names say what it is for; a tool's configuration is what its name says
  const spoken = sources.filter(file => !/\.(test|config)\.ts$/.test(file))
  const silent = spoken.filter(file => !/^(#!.*\n)?(\/\/ |\/\*\*? )\S/.test(read(file)))
  expect(silent).toEqual([])
})

test('every SQL file opens with a comment', () => {
  const silent = all.filter(file => file.endsWith('.sql') && !read(file).startsWith('-- '))
  expect(silent).toEqual([])
})

describe('nothing is left lying about', () => {
  // written apart, so that this file does not find itself
  const marks = [
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['XX', 'X'],
    ['@ts-', 'ignore'],
    ['@ts-', 'expect-error'],
    ['@ts-', 'nocheck'],
  ]
  test.each(marks.map(parts => parts.join('')))('no %s', mark => {
    expect(sources.filter(file => read(file).includes(mark))).toEqual([])
  })

  test('no test is switched off or runs alone', () => {
    const switched = sources.filter(
      file => file.endsWith('.test.ts') && /\b(test|describe|it)\.(only|skip|todo|fails)\b/.test(read(file)),
    )
    expect(switched).toEqual([])
  })

  test('no address of a package registry and no path of somebody’s machine', () => {
    const hosts = ['registry', 'npmjs', 'yarnpkg', 'jsr'].map(name => `${name}.(org|com|io)`).join('|')
    const found = [...written, 'package-lock.json', '.npmrc'].filter(file => {
      const text = read(file)
      return new RegExp(`https?://[^\\s"']*(${hosts})`).test(text) || /"resolved": "https?:/.test(text)
    })
    expect(found).toEqual([])
    const homes = new RegExp(['(?<!\\w)(/ho', 'me/[a-z]+/|/Us', 'ers/[A-Za-z]+/)'].join(''))
    expect(written.filter(file => homes.test(read(file)))).toEqual([])
  })
})

describe('packages', () => {
  const manifests = all.filter(file => basename(file) === 'package.json')

  test('versions are pinned to one release', () => {
    const loose = manifests.flatMap(file => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file)) as Readonly<
        Record<string, Readonly<Record<string, string>> | undefined>
      >
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${file}: ${name} ${version}`)
    })
    expect(loose).toEqual([])
  })

  test('an older system Node installs all that Node 24 needs: no optional package of the lockfile asks for a newer one', () => {
    // an old npm leaves such a package out without a word, and what needs it fails under the Node that was brought along
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Readonly<Record<string, { readonly optional?: boolean; readonly engines?: unknown }>>
    }
    const asking = Object.entries(packages).filter(([, each]) => each.optional === true && each.engines !== undefined)
    expect(asking.map(([name]) => name)).toEqual([])
  })

  test('all parts carry the licence of the project and its version', () => {
    const { license, version } = JSON.parse(read('package.json')) as { license: string; version: string }
    for (const file of manifests) expect(JSON.parse(read(file)), file).toMatchObject({ license, version })
    expect(read('LICENSE')).toContain('Apache License')
  })
})
