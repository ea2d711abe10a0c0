// CSV as another program's writer makes it, read back equal: Python's csv module, in its dialects and ways of quoting.

import { spawnSync } from 'node:child_process'
import { readPeople } from '@satchel/core/files/read-people'
import fc from 'fast-check'
import { expect } from 'vitest'
import { asRead, headings, sheets } from '../helpers/people-sheets.ts'
import { systemTest } from '../helpers/system.ts'

const program = `
import base64, csv, io, json, sys
for line in sys.stdin:
    case = json.loads(line)
    out = io.StringIO(newline='')
    more = {} if case['delimiter'] is None else {'delimiter': case['delimiter']}
    writer = csv.writer(out, dialect=case['dialect'], quoting=getattr(csv, case['quoting']), **more)
    writer.writerow(case['headings'])
    writer.writerows(case['rows'])
    print(base64.b64encode(out.getvalue().encode(case['encoding'])).decode())
`

const cases = fc.record({
  rows: sheets,
  dialect: fc.constantFrom('excel', 'excel-tab', 'unix'),
  quoting: fc.constantFrom('QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC'),
  delimiter: fc.constantFrom(null, ',', ';', '\t', '|'),
  encoding: fc.constantFrom('utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-32'),
})

systemTest(['python3'], 'what the csv module of Python writes is read back equal', () => {
  const written = fc.sample(cases, 2000)
  const input = written.map(each => JSON.stringify({ ...each, headings })).join('\n')
  const ended = spawnSync('python3', ['-c', program], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  expect(ended.stderr).toBe('')
  const files = ended.stdout.trim().split('\n')
  expect(files).toHaveLength(written.length)
  for (const [at, file] of files.entries()) {
    const one = written[at]
    const read = readPeople(Buffer.from(file, 'base64'), { maps: [] })
    const faults = read.rows.flatMap(row => row.faults)
    const isEqual = JSON.stringify(asRead(one?.rows ?? [])) === JSON.stringify(rowsOf(read.rows))
    // older ones write a bare CR without quotes where lines end with LF: refused, never in another column
    const isBroken = one?.dialect === 'unix' && one.rows.some(([, note]) => /\r(?!\n)/.test(note))
    expect({ one, isEqual, faults: isBroken ? [] : faults }).toEqual({
      one,
      isEqual: faults.length === 0,
      faults: [],
    })
  }
})

const rowsOf = (rows: readonly { readonly given?: string; readonly family?: string; readonly note?: string }[]) =>
  rows.map(({ given, note, family }) => [given, note ?? '', family])
