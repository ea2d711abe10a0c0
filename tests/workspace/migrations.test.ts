// A migration that was released is never edited: databases know it by its digest, and a backup of its time is restored through it. A later
// one is a new file, which is added here when it is released.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, root } from './sources.ts'

const released: Readonly<Record<string, string>> = {
  '0001-people': 'b0d87dcda7f9a919bdf239e9d99f7fa6d48e2a261556b1f1b17b89094277ddc1',
  '0002-development': 'a5697a5a13ac604c838d01764bcb9e8c2ed67fb5cfe7769b0eb9f1a9cc9b4e7c',
  '0003-exchange': '684dd2db66e040a918e98db2fd1deb6533fc0ccecd0ac4187db8b6c4cb62812e',
  '0004-audit': '1fde9576f06d8bb75bf111d82349b628aa346c7c0b89bd01281f8518030fbc4b',
  '0005-doors': '4d2b8f2eb9654030400a29a9b30dae1ffea8024b3bca45b8975e5eed3cc3757f',
  '0006-load': '98f9c3dbeecb1843f4a12f490a2e6b718cfe411615ac11f63a53bbd2c7ab635b',
  '0007-backup': '604b557665bef9de2c123074a23a39fbf0dc090c579a491072e300f04a328163',
  '0008-verified': '2a7c6ae44a4375d9734e9c89b9fd1019c5d95528b94645c519ed5826d7c6fe53',
  '0009-merge': 'e2d78cfa893c6e15e3ed0d1b8a9dd7b83e4b96f10b0a11f63190de936ba2d3a0',
  '0010-life': '7af0df9d2e1ec4bd6798ee60d79a9cefeddd3cc81b05a953a7c33c028afd55ce',
  '0011-changed': '3d9e8d40cd8b98c661713148ab4de0c7637a974a869f89bc7a45f5b5ced51842',
  '0012-records': '9b838796bad06ced5b01db0aabf8fe053cd6569974da42d36861fbbb9908d066',
  '0013-relations': 'd4a8bdb0a204915fb508e1d0d7beb6eb8ad8c91672bf9f468867a7532b6df241',
  '0014-merges': '6cabdb030cc14f3651acda97874d261158f998d0ad9b320f837e49ac0b904256',
  '0015-audit': '7d86bee226af2ba877af57b64d32b0e2f3b78b569d389ce0550bcea845d1e894',
  '0016-load-conflicts': 'c4aa2c6c2f02a220f1db267cb64fa500691d66d8b72049b0f3f19989e2c41746',
  '0017-duplicate-rules': '0fe788e5766a04cd993ff4fde689b0530ee6074865e1be506e388434af43b9a8',
}

const digestOf = (file: string) =>
  createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex')

test.each(Object.entries(released))('the migration %s is what it was, to the byte', (name, digest) => {
  expect(digestOf(`sql/migrations/${name}.sql`)).toBe(digest)
})

test('new migrations come after the released ones, each with a number of its own', () => {
  const names = filesBelow('sql/migrations').map(file => file.slice('sql/migrations/'.length, -'.sql'.length))
  expect(names.slice(0, Object.keys(released).length)).toEqual(Object.keys(released))
  const numbers = names.map(name => /^(\d{4})-[a-z0-9-]+$/.exec(name)?.[1])
  expect(numbers).toEqual(names.map((_, index) => String(index + 1).padStart(4, '0')))
})
