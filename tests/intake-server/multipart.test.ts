import { boundaryOf, readParts } from '@satchel/intake-server/http/multipart'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

interface Read {
  readonly name: string
  readonly fileName: string | null
  readonly type: string
  readonly data: string
}

async function read(chunks: readonly Uint8Array[], boundary = 'b0'): Promise<readonly Read[]> {
  async function* source() {
    yield* chunks
  }
  const parts: Read[] = []
  for await (const { data, ...head } of readParts(source(), boundary)) {
    const bytes: Uint8Array[] = []
    for await (const chunk of data) bytes.push(Buffer.from(chunk))
    parts.push({ ...head, data: Buffer.concat(bytes).toString('latin1') })
  }
  return parts
}

const body = (...parts: readonly string[]) => Buffer.from(`--b0\r\n${parts.join('\r\n--b0\r\n')}\r\n--b0--\r\n`, 'utf8')
const field = (name: string, value: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`
const good = body(
  field('a', 'one\r\n--b\r\ntwo'),
  field('', ''),
  'content-disposition: form-data; name="f"; filename="x.bin"\r\nContent-Type: image/png\r\n\r\n\r\n--b-\r\n',
)
const meant: readonly Read[] = [
  { name: 'a', fileName: null, type: '', data: 'one\r\n--b\r\ntwo' },
  { name: '', fileName: null, type: '', data: '' },
  { name: 'f', fileName: 'x.bin', type: 'image/png', data: '\r\n--b-\r\n' },
]

describe('a multipart body', () => {
  test('says the same wherever it is cut in two', async () => {
    for (let at = 0; at <= good.length; at++) {
      expect(await read([good.subarray(0, at), good.subarray(at)]), `cut at ${at}`).toEqual(meant)
    }
  })

  test('says the same octet by octet', async () => {
    expect(await read([...good].map(octet => Uint8Array.of(octet)))).toEqual(meant)
  })

  test('carries any octets that do not hold its delimiter, in chunks of any size', async () => {
    const data = fc.uint8Array({ maxLength: 400 }).filter(bytes => !Buffer.from(bytes).includes('\r\n--b0'))
    await fc.assert(
      fc.asyncProperty(data, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }), async (bytes, sizes) => {
        const head = Buffer.from('--b0\r\nContent-Disposition: form-data; name="d"; filename="y"\r\n\r\n')
        const whole = Buffer.concat([head, bytes, Buffer.from('\r\n--b0--')])
        const chunks: Uint8Array[] = []
        let at = 0
        for (const size of sizes) {
          chunks.push(whole.subarray(at, at + size))
          at += size
        }
        chunks.push(whole.subarray(Math.min(at, whole.length)))
        const [part] = await read(chunks)
        expect(Buffer.from(part?.data ?? '', 'latin1').equals(bytes)).toBe(true)
      }),
    )
  })

  test('may pass over a part that nobody reads', async () => {
    async function* source() {
      yield good
    }
    const names: string[] = []
    for await (const part of readParts(source(), 'b0')) names.push(part.name)
    expect(names).toEqual(['a', '', 'f'])
  })

  test.each([
    ['name="a%22b"', 'a"b'],
    ['name="a\\"b"', 'a"b'],
    ['name="a%0D%0Ab"', 'a\r\nb'],
    ['name="100%25"', '100%25'],
    ['name=bare', 'bare'],
    ['name="Größe"', 'Größe'],
    ['filename="z"; name="after"', 'after'],
  ])('reads %s as browsers and curl mean it', async (parameter, name) => {
    const [part] = await read([body(`Content-Disposition: form-data; ${parameter}\r\n\r\nx`)])
    expect(part?.name).toBe(name)
  })

  test.each([
    ['without a first boundary', 'x--b0\r\n'],
    ['that is empty', ''],
    ['cut in a header', '--b0\r\nContent-Dispo'],
    ['cut in a value', `--b0\r\n${field('a', 'x')}`],
    ['cut before its last two dashes', `--b0\r\n${field('a', 'x')}\r\n--b0`],
    ['with a boundary that goes on', `--b0\r\n${field('a', 'x')}\r\n--b00--`],
    ['with something behind its end', `--b0\r\n${field('a', 'x')}\r\n--b0--\r\nmore`],
    ['with a part that is no field', '--b0\r\nContent-Type: text/plain\r\n\r\nx\r\n--b0--'],
    ['with a part without a name', '--b0\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b0--'],
    ['with a header twice', `--b0\r\nContent-Disposition: form-data; name="b"\r\n${field('a', 'x')}\r\n--b0--`],
    ['with a folded header', '--b0\r\nContent-Disposition: form-data;\r\n name="b"\r\n\r\nx\r\n--b0--'],
    ['in an encoding of mail', `--b0\r\nContent-Transfer-Encoding: base64\r\n${field('a', 'x')}\r\n--b0--`],
  ])('%s is refused', async (_, text) => {
    await expect(read([Buffer.from(text)])).rejects.toMatchObject({ code: 'request/not-form' })
  })

  test('takes 2048 octets of headers of a part and not one more', async () => {
    const sized = (length: number) => {
      const head = 'Content-Disposition: form-data; name="a"\r\nX-Long: '
      return body(`${head.padEnd(length, 'x')}\r\n\r\nv`)
    }
    expect(await read([sized(2048)])).toHaveLength(1)
    await expect(read([sized(2049)])).rejects.toMatchObject({ code: 'request/too-large' })
    await expect(read([Buffer.from(`--b0\r\n${'x'.repeat(5000)}`)])).rejects.toMatchObject({
      code: 'request/too-large',
    })
  })

  test.each([
    ['X-A: \t a  b \t', true],
    ['X-A:', true],
    ['X-A: a:b', true],
    ['X-A', false],
    [': a', false],
    ['X-A : a', false],
    ['X-A: a\rb', false],
    ['X-A: a\nb', false],
  ])('takes or refuses the header %j', async (header, taken) => {
    const reading = read([body(`${header}\r\n${field('a', 'v')}`)])
    await (taken
      ? expect(reading).resolves.toHaveLength(1)
      : expect(reading).rejects.toMatchObject({ code: 'request/not-form' }))
  })
})

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['multipart/form-data; boundary="a b\'(c)"', "a b'(c)"],
  ['multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryAbC', '----WebKitFormBoundaryAbC'],
  ['multipart/form-data', null],
  ['multipart/form-data; boundary=""', null],
  ['multipart/form-data; boundary="ends "', null],
  [`multipart/form-data; boundary=${'x'.repeat(70)}`, 'x'.repeat(70)],
  [`multipart/form-data; boundary=${'x'.repeat(71)}`, null],
])('the boundary of %s', (type, boundary) => {
  expect(boundaryOf(type)).toBe(boundary)
})
