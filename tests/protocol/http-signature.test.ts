import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import {
  checkDigest,
  contentDigest,
  makeSeenRequests,
  pullKeyId,
  type RequestToSign,
  type SignedRequest,
  signatureBase,
  signRequest,
  verifyRequest,
} from '@satchel/protocol/pull/http-signature'
import { Problem } from '@satchel/protocol/problem'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caught } from './caught.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const now = new Date('2026-11-22T10:00:00.700Z')
const nonce = 'AAECAwQFBgcICQoLDA0ODw'
const request: RequestToSign = {
  method: 'POST',
  target: '/settle?x=1',
  body: new TextEncoder().encode('(satchel-settle)'),
  epoch: 3,
  run: 17,
}

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const fresh = () => makeSeenRequests(later(-3600))

function signed(changes: Partial<RequestToSign> = {}, options = { now, nonce }): SignedRequest {
  const asked = { ...request, ...changes }
  return { method: asked.method, target: asked.target, headers: signRequest(asked, privateKey, options) }
}

const judge = (given: SignedRequest, at = now, seen = fresh(), key = publicKey) =>
  verifyRequest(given, key, { now: at, seen })

/** The code with which a request is refused. */
const refusal = (...given: Parameters<typeof judge>) => caught(() => judge(...given)).code

const withHeaders = (changes: SignedRequest['headers']): SignedRequest => {
  const whole = signed()
  return { ...whole, headers: { ...whole.headers, ...changes } }
}

describe('the primitive', () => {
  test('is that of RFC 9421, appendix B.2.6', () => {
    const key = createPrivateKey(
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
    )
    const params =
      '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'
    const base = signatureBase(
      [
        ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
        ['@method', 'POST'],
        ['@path', '/foo'],
        ['@authority', 'example.com'],
        ['content-type', 'application/json'],
        ['content-length', '18'],
      ],
      params,
    )
    const expected = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=='
    expect(sign(null, Buffer.from(base), key).toString('base64')).toBe(expected)
    expect(verify(null, Buffer.from(base), createPublicKey(key), Buffer.from(expected, 'base64'))).toBe(true)
  })

  test('digests an empty body as RFC 9530 does', () => {
    expect(contentDigest(new Uint8Array())).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:')
  })
})

describe('a signed request', () => {
  test('says who asks, and covers what is agreed, in that order', () => {
    expect(judge(signed())).toEqual({ epoch: 3, run: 17, digest: contentDigest(request.body) })
    expect(signed().headers['signature-input']).toBe(
      'sig=("@method" "@path" "@query" "content-digest" "satchel-epoch" "satchel-run")' +
        `;created=1795341600;nonce="${nonce}";keyid="${pullKeyId(publicKey)}";alg="ed25519"`,
    )
  })

  test('of any method, path, query, body and numbers is taken as it was made', () => {
    const asked = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT'),
      target: fc.stringMatching(/^\/[a-z0-9./%-]{0,30}(\?[a-z0-9=&%?/]{0,30})?$/),
      body: fc.uint8Array({ maxLength: 100 }),
      epoch: fc.maxSafeNat(),
      run: fc.maxSafeNat(),
    })
    fc.assert(
      fc.property(asked, given => {
        const { epoch, run, digest } = judge(signed(given))
        expect({ epoch, run }).toEqual({ epoch: given.epoch, run: given.run })
        checkDigest(given.body, digest)
      }),
    )
  })

  test('is refused once any octet of what is covered is another', () => {
    const whole = signed()
    const { method, target, headers } = whole
    const names = ['content-digest', 'satchel-epoch', 'satchel-run', 'signature-input', 'signature'] as const
    const places = [
      ['method', method],
      ['target', target],
      ...names.map(name => [name, String(headers[name])]),
    ] as const
    const change = fc.constantFrom(...places).chain(([name, text = '']) =>
      fc.record({
        name: fc.constant(name),
        at: fc.nat(text.length - 1),
        octet: fc.integer({ min: 32, max: 126 }),
        text: fc.constant(text),
      }),
    )
    fc.assert(
      fc.property(change, ({ name, at, octet, text }) => {
        const other = text.slice(0, at) + String.fromCharCode(octet) + text.slice(at + 1)
        fc.pre(other !== text && !(name === 'method' && other.toUpperCase() === text))
        const isLine = name === 'method' || name === 'target'
        const given = isLine ? { ...whole, [name]: other } : withHeaders({ [name]: other })
        expect(refusal(given)).toMatch(/^signature\/(wrong|not-readable)$/)
      }),
      { numRuns: 1000 },
    )
  })

  test('with another body is refused', () => {
    const { digest } = judge(signed())
    checkDigest(request.body, digest)
    fc.assert(
      fc.property(fc.nat(request.body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const body = request.body.map((octet, index) => (index === at ? octet ^ flip : octet))
        expect(caught(() => checkDigest(body, digest)).code).toBe('signature/wrong')
      }),
    )
    expect(caught(() => checkDigest(new Uint8Array(), digest)).code).toBe('signature/wrong')
  })

  test.each(['signature-input', 'signature', 'content-digest', 'satchel-epoch', 'satchel-run'])(
    'without its header %s is refused',
    name => {
      expect(refusal(withHeaders({ [name]: undefined }))).toBe('signature/missing')
      expect(refusal(withHeaders({ [name]: ['a', 'b'] }))).toBe('signature/not-readable')
    },
  )

  test('by another key is refused, also where it names ours', () => {
    const other = generateKeyPairSync('ed25519')
    expect(refusal(signed(), now, fresh(), other.publicKey)).toBe('signature/wrong')
    const headers = signRequest(request, other.privateKey, { now, nonce })
    const input = headers['signature-input']?.replace(pullKeyId(other.publicKey), pullKeyId(publicKey))
    expect(refusal({ ...signed(), headers: { ...headers, 'signature-input': input } })).toBe('signature/wrong')
  })

  test.each([
    ['fewer parts', '("@method" "@path")'],
    ['no parts', '()'],
    ['another order', '("@path" "@method" "@query" "content-digest" "satchel-epoch" "satchel-run")'],
    ['one more', '("@method" "@path" "@query" "content-digest" "satchel-epoch" "satchel-run" "date")'],
  ])('that covers %s is refused, although it is rightly signed', (_, list) => {
    const params = `${list};created=1795341600;nonce="${nonce}";keyid="${pullKeyId(publicKey)}";alg="ed25519"`
    const values = new Map([
      ['@method', 'POST'],
      ['@path', '/settle'],
      ['@query', '?x=1'],
      ['content-digest', contentDigest(request.body)],
      ['satchel-epoch', '3'],
      ['satchel-run', '17'],
      ['date', 'x'],
    ])
    const covered = [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => [name, values.get(name) ?? ''] as const)
    const text = sign(null, Buffer.from(signatureBase(covered, params)), privateKey).toString('base64')
    const given = withHeaders({ 'signature-input': `sig=${params}`, signature: `sig=:${text}:`, date: 'x' })
    expect(refusal(given)).toBe('signature/not-readable')
  })

  test.each(['sha-512=:x:', '3.5', '03', '-1', '99999999999999999', ''])('with the number %j is refused', value => {
    expect(refusal(withHeaders({ 'satchel-run': value }))).toBe('signature/not-readable')
  })
})

describe('time', () => {
  const { windowSeconds } = pullLimits

  test('a request is good for the window, both ways, and not a second longer', () => {
    const whole = signed({}, { now: new Date('2026-11-22T10:00:00Z'), nonce })
    const at = (seconds: number) => new Date(Date.parse('2026-11-22T10:00:00Z') + seconds * 1000)
    expect(judge(whole, at(windowSeconds)).run).toBe(17)
    expect(judge(whole, at(-windowSeconds)).run).toBe(17)
    expect(refusal(whole, at(windowSeconds + 1))).toBe('signature/old')
    expect(refusal(whole, at(-windowSeconds - 1))).toBe('signature/old')
  })

  test('a request that came once is refused for as long as it would be good', () => {
    const seen = fresh()
    // made on a clock that is ahead of ours by the whole window
    const whole = signed({}, { now: later(windowSeconds), nonce })
    judge(whole, now, seen)
    for (const seconds of [0, windowSeconds, 2 * windowSeconds - 1]) {
      expect(refusal(whole, later(seconds), seen)).toBe('signature/reused')
    }
  })

  test('what was made before the listener began may have come before, and is refused', () => {
    expect(judge(signed(), now, makeSeenRequests(now)).run).toBe(17)
    expect(refusal(signed(), later(1), makeSeenRequests(later(1)))).toBe('signature/old')
  })

  test('a wrong request does not use up its nonce', () => {
    const seen = fresh()
    expect(refusal(withHeaders({ 'satchel-run': '18' }), now, seen)).toBe('signature/wrong')
    expect(judge(signed(), now, seen).run).toBe(17)
  })

  test('no more requests are taken than can be remembered, until the first are past', () => {
    const seen = makeSeenRequests(later(-10), 2)
    const numbered = (number: number, at: Date) => signed({}, { now: at, nonce: `${'A'.repeat(21)}${number}` })
    judge(numbered(1, now), now, seen)
    judge(numbered(2, now), now, seen)
    expect(refusal(numbered(3, now), now, seen)).toBe('signature/reused')
    const past = later(2 * windowSeconds + 1)
    expect(judge(numbered(4, past), past, seen).run).toBe(17)
  })
})

test('a nonce of another length is a fault of ours', () => {
  expect(() => signRequest(request, privateKey, { now, nonce: 'short' })).toThrow(TypeError)
  expect(() => signRequest(request, privateKey, { now, nonce: 'short' })).not.toThrow(Problem)
})
