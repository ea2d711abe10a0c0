// The form of a backup: what was written is read, and whatever is cut, turned over, taken out or added is noticed.

import { type ArchivePart, readArchive, writeArchive } from '@satchel/core/backup/archive'
import { fileOfPart, partOfFile } from '@satchel/core/backup/home-files'
import { inOrder } from '@satchel/core/backup/table-order'
import { Problem } from '@satchel/protocol/problem'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

type Parts = readonly (readonly [string, readonly Uint8Array[]])[]

async function write(parts: Parts): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const archive = await writeArchive(async bytes => void chunks.push(bytes))
  for (const [name, content] of parts) await archive.part(name, content)
  await archive.close()
  return Buffer.concat(chunks)
}

/** In pieces of a size of their own, as a file comes. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Uint8Array, size = 7, skip: (part: ArchivePart) => boolean = () => false) {
  const found: [string, string][] = []
  for await (const part of readArchive(pieces(bytes, size))) {
    if (skip(part)) continue
    const chunks: Uint8Array[] = []
    for await (const chunk of part.content) chunks.push(chunk)
    found.push([part.name, Buffer.concat(chunks).toString('hex')])
  }
  return found
}

const name = fc.string({ unit: fc.constantFrom('a', '/', '-', '%', '2', 'ä'), minLength: 1, maxLength: 12 })
const someParts = fc.array(fc.tuple(name, fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 })), {
  maxLength: 5,
})

describe('an archive', () => {
  test('gives back what was written, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(someParts, fc.integer({ min: 1, max: 64 }), async (parts, size) => {
        const wanted = parts.map(([part, content]) => [part, Buffer.concat(content).toString('hex')])
        expect(await read(await write(parts), size)).toEqual(wanted)
      }),
    )
  })

  test('cut off anywhere, with a bit turned over, or with something behind it, is damaged', async () => {
    await fc.assert(
      fc.asyncProperty(someParts, fc.nat(), fc.integer({ min: 0, max: 7 }), async (parts, place, bit) => {
        const bytes = await write(parts)
        const at = place % bytes.length
        const turned = Buffer.from(bytes)
        turned[at] = (turned[at] ?? 0) ^ (1 << bit)
        for (const wrong of [bytes.subarray(0, at), turned, Buffer.concat([bytes, Buffer.of(10)])])
          await expect(read(wrong)).rejects.toMatchObject({ code: 'backup/damaged' })
      }),
      { numRuns: 200 },
    )
  })

  test('in which a part was taken out, or two changed places, is damaged', async () => {
    const [a, b] = [Buffer.from('first'), Buffer.from('second')]
    const whole = (
      await write([
        ['a', [a]],
        ['b', [b]],
      ])
    ).toString()
    const [head = '', first = '', second = '', close = ''] =
      /^(satchel-backup 1\n)(part a[\s\S]*?)(part b[\s\S]*?)(close [\s\S]*)$/.exec(whole)?.slice(1) ?? []
    for (const wrong of [head + first + close, head + second + first + close, head + first + second + second + close])
      await expect(read(Buffer.from(wrong))).rejects.toBeInstanceOf(Problem)
    expect(await read(Buffer.from(head + first + second + close))).toHaveLength(2)
  })

  test('is judged also where nobody read a part', async () => {
    const bytes = await write([
      ['a', [Buffer.from('content')]],
      ['b', []],
    ])
    expect(await read(bytes, 5, part => part.name === 'a')).toEqual([['b', '']])
    const at = bytes.indexOf('content')
    bytes[at] = 0
    await expect(read(bytes, 5, () => true)).rejects.toMatchObject({ code: 'backup/damaged' })
  })
})

describe('the name of a file in a backup', () => {
  test('leads to its path and time, and no name leads outside the folders of a home', () => {
    const modified = new Date('2026-11-23T08:00:00.123Z')
    for (const path of ['spool/web/new/reply/a.raw', 'mail/anna@x.example/new/1 2:2,S', 'attachments/ä'])
      expect(fileOfPart(partOfFile({ path, modified }))).toEqual({ path, modified })
    for (const wrong of [
      'file/1/../../etc/passwd',
      'file/1/spool/../../x',
      'file/1/spool/%2e%2e/x',
      'file/1/spool/a%2Fb',
      'file/1/keys/core-private.asc',
      'file/1/spool',
      'file/x/spool/a',
      'file/1//etc/passwd',
      'file/1/spool/%00',
      'file/1/spool/%',
    ])
      expect(() => fileOfPart(wrong), wrong).toThrow(expect.objectContaining({ code: 'backup/damaged' }))
  })
})

test('tables come behind those that they point to; a circle is an error', () => {
  const table = (of: string, ...needs: readonly string[]) => ({ name: of, needs })
  const order = inOrder([table('reply', 'packet', 'item'), table('packet', 'entity'), table('item'), table('entity')])
  expect(order.map(one => one.name)).toEqual(['item', 'entity', 'packet', 'reply'])
  expect(() => inOrder([table('a', 'b'), table('b', 'a')])).toThrow('circle')
})
