// The console on a private network: TLS alone, and a certificate that names a colleague; the same behind a proxy at a Unix socket.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import https from 'node:https'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readAuthority } from '@satchel/core/console/certificates/authority'
import { makeCertificate } from '@satchel/core/console/certificates/make-certificate'
import forge from 'node-forge'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

interface Identity {
  readonly cert: string
  readonly key: string
}

let home: TestHome
let folder: string
let anna: Identity & { readonly fingerprint: string }
beforeAll(async () => {
  home = await makeHome({ samples: true })
  folder = mkdtempSync(join(tmpdir(), 'satchel-certificates-'))
  anna = await identity('anna')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await home.close()
})

/** What a browser takes from the file that the command writes. */
async function identity(hid: string): Promise<Identity & { readonly fingerprint: string }> {
  const out = join(folder, `${hid}.p12`)
  rmSync(out, { force: true })
  const made = await home.satchel(['--json', 'staff', 'certificate', hid, '--out', out])
  expect(made.code).toBe(0)
  const { password, fingerprint } = made.json<{ password: string; fingerprint: string }>()
  const read = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(readFileSync(out).toString('binary')), password)
  const cert = read.getBags({ bagType: forge.pki.oids.certBag })[forge.pki.oids.certBag as string]?.[0]?.cert
  const key = read.getBags({ bagType: forge.pki.oids.pkcs8ShroudedKeyBag })[
    forge.pki.oids.pkcs8ShroudedKeyBag as string
  ]?.[0]?.key
  if (cert === undefined || cert === null || key === undefined || key === null)
    throw new Error('no identity in the file')
  return { cert: forge.pki.certificateToPem(cert), key: forge.pki.privateKeyToPem(key), fingerprint }
}

interface Said {
  readonly status: number
  readonly text: string
  readonly cookie: string | undefined
  readonly location: string | undefined
}

const ask = (url: string, options: https.RequestOptions & { readonly socketPath?: string }): Promise<Said | string> =>
  new Promise(resolve => {
    const make = url.startsWith('https') && options.socketPath === undefined ? https.request : http.request
    const request = make(
      url.replace(/^https(?=:)/, options.socketPath === undefined ? 'https' : 'http'),
      options,
      response => {
        let text = ''
        response.on('data', (data: Buffer) => {
          text += data.toString()
        })
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            cookie: response.headers['set-cookie']?.[0],
            location: response.headers.location,
          }),
        )
      },
    )
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    request.end()
  })

// this computer may have no address of a private network; the setting asks for the same here
describe('by TLS', () => {
  let served: TestConsole
  beforeAll(async () => {
    served = await openTestConsole(home, '127.0.0.1:0', { consoleTls: true })
  })
  afterAll(() => served.close())

  /** A browser that has accepted the certificate of the console, once. */
  const visit = (path: string, who: Partial<Identity>, headers: Readonly<Record<string, string>> = {}) =>
    ask(`${served.url}${path}`, { ...who, headers, rejectUnauthorized: false, agent: false })
  const enter = async (who: Identity) => {
    const said = await visit('/', who)
    return typeof said === 'string' ? said : { status: said.status, cookie: said.cookie?.split(';')[0] ?? '' }
  }

  test('nobody comes in without a certificate, with one of another authority, or in the clear', async () => {
    expect(await visit('/', {})).toMatch(/ERR_SSL|ECONNRESET|EPROTO/)
    const now = new Date()
    const strange = await makeCertificate(
      'anna',
      { kind: 'client' },
      new Date(now.getTime() + 86_400_000),
      now,
      await readStrange(),
    )
    expect(await visit('/', strange)).toMatch(/ERR_SSL|ECONNRESET|EPROTO/)
    expect(await ask(served.url.replace('https:', 'http:'), { agent: false })).toMatch(/ECONNRESET|HPE|socket hang up/)
  })

  async function readStrange(): Promise<Identity> {
    const now = new Date()
    return makeCertificate(
      'Satchel console of Kilimo',
      { kind: 'authority' },
      new Date(now.getTime() + 86_400_000),
      now,
      null,
    )
  }

  test('a certificate opens a session of its own colleague, and the cookie is bound to it', async () => {
    const baraka = await identity('baraka')
    const entered = await enter(anna)
    if (typeof entered === 'string') throw new Error(entered)
    expect(entered.cookie).toMatch(/^__Host-satchel-console=/)
    const mine = await visit('/me', anna, { Cookie: entered.cookie })
    expect(mine).toMatchObject({ status: 200, text: expect.stringContaining('Anna Auma') })
    // Baraka shows Anna's cookie with his own certificate: he is himself
    const his = await visit('/me', baraka, { Cookie: entered.cookie })
    expect(his).toMatchObject({ status: 303 })
    expect(typeof his === 'string' ? his : his.text).not.toContain('Anna')
  })

  test('one that our authority signed and nobody noted opens nothing', async () => {
    const now = new Date()
    const authority = await readAuthority(home.home, 'Kilimo', now)
    const unknown = await makeCertificate(
      'anna',
      { kind: 'client' },
      new Date(now.getTime() + 86_400_000),
      now,
      authority,
    )
    expect(await enter(unknown)).toEqual({ status: 401, cookie: '' })
  })

  test('one that was revoked opens nothing, and its sessions are over', async () => {
    const grace = await identity('grace')
    const entered = await enter(grace)
    if (typeof entered === 'string') throw new Error(entered)
    expect(await visit('/', grace, { Cookie: entered.cookie })).toMatchObject({ status: 200 })
    expect((await home.satchel(['staff', 'revoke', grace.fingerprint.slice(0, 8)])).out).toContain('"grace" is revoked')
    expect(await visit('/', grace, { Cookie: entered.cookie })).toMatchObject({ status: 401 })
  })

  test('a link opens nothing here', async () => {
    const entered = await visit('/enter?word=x', anna)
    expect(entered).not.toMatchObject({ text: expect.stringContaining('Open the console') })
  })
})

describe('behind a proxy at a Unix socket', () => {
  let served: TestConsole
  let path: string
  beforeAll(async () => {
    path = join(folder, 'console.sock')
    served = await openTestConsole(home, `unix:${path}`, { consoleUrl: 'https://console.kilimo.internal' })
  })
  afterAll(() => served.close())

  const visit = (headers: Readonly<Record<string, string>>) =>
    ask('http://console.kilimo.internal/', {
      socketPath: path,
      headers: { Host: 'console.kilimo.internal', ...headers },
      agent: false,
    })

  test('the certificate of the header counts as nginx and Caddy write it', async () => {
    const pem = anna.cert
    const der = pem.replace(/-----[^-]*-----|\s/g, '')
    for (const header of [encodeURIComponent(pem), der]) {
      const said = await visit({ 'X-Client-Certificate': header })
      expect(said).toMatchObject({ status: 303, cookie: expect.stringMatching(/^__Host-satchel-console=.*; Secure$/) })
    }
  })

  test.each([
    ['none', ''],
    ['half of one', 'LS0t'],
    ['no certificate', 'hello'],
    ['a broken escape', '%zz'],
  ])('%s opens nothing', async (_, header) => {
    expect(await visit({ 'X-Client-Certificate': header })).toMatchObject({ status: 401, cookie: undefined })
  })

  test('sent twice opens nothing: a proxy that adds its own to what the browser sends proves neither', async () => {
    const pem = encodeURIComponent(anna.cert)
    const der = anna.cert.replace(/-----[^-]*-----|\s/g, '')
    for (const both of [
      [pem, pem],
      [der, der],
      [der, encodeURIComponent('nobody')],
      ['', der],
    ])
      expect(
        await ask('http://console.kilimo.internal/', {
          socketPath: path,
          headers: { Host: 'console.kilimo.internal', 'X-Client-Certificate': both },
          agent: false,
        }),
      ).toMatchObject({ status: 401, cookie: undefined })
  })

  test('leads nowhere else, whatever address was asked for', async () => {
    for (const target of [
      '//evil.example/x',
      '///evil.example',
      '/\\evil.example',
      'http://evil.example/y?z=1',
      '/.//evil.example',
      'http://a//evil.example',
    ]) {
      const said = await ask('http://console.kilimo.internal/', {
        socketPath: path,
        path: target,
        headers: { Host: 'console.kilimo.internal', 'X-Client-Certificate': encodeURIComponent(anna.cert) },
        agent: false,
      })
      expect([target, said]).toEqual([target, expect.objectContaining({ status: 303 })])
      expect([target, said]).toEqual([
        target,
        expect.objectContaining({ location: expect.stringMatching(/^\/(?![/\\])/) }),
      ])
    }
  })

  test('the socket is closed to others, and goes with the console', async () => {
    expect(existsSync(path)).toBe(true)
    const other = await openTestConsole(home, `unix:${join(folder, 'other.sock')}`, {
      consoleUrl: 'https://other.internal',
    })
    await other.close()
    expect(existsSync(join(folder, 'other.sock'))).toBe(false)
  })

  test('needs the address of the proxy', async () => {
    await expect(openTestConsole(home, `unix:${join(folder, 'x.sock')}`)).rejects.toMatchObject({
      code: 'console/no-url',
    })
  })
})

test('the header of a certificate counts for nothing on this computer', async () => {
  const served = await openTestConsole(home)
  try {
    const header = encodeURIComponent(anna.cert)
    expect((await served.browser('').get('/', { 'X-Client-Certificate': header })).status).toBe(401)
  } finally {
    await served.close()
  }
})

test('only an administrator makes one, where there is an administrator; a file that is there stays', async () => {
  const out = join(folder, 'anna.p12')
  const before = readFileSync(out)
  expect(await home.satchel(['staff', 'certificate', 'anna', '--out', out])).toMatchObject({ code: 2 })
  expect(readFileSync(out)).toEqual(before)
  expect(await home.satchel(['staff', 'certificate', 'nobody', '--out', join(folder, 'n.p12')])).toMatchObject({
    code: 2,
    err: expect.stringContaining('staff/not-known'),
  })
  expect(await home.satchel(['staff', 'role', 'grace', 'admin'])).toMatchObject({ code: 0 })
  expect(
    await home.satchel(['--as', 'anna', 'staff', 'certificate', 'anna', '--out', join(folder, 'a2.p12')]),
  ).toMatchObject({ code: 2, err: expect.stringContaining('staff/admin-only') })
  expect(existsSync(join(folder, 'a2.p12'))).toBe(false)
})
