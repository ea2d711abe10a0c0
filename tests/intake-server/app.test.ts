// The files of Pocket at the intake: what each may do, and what a share meets that no worker took.

import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../workspace/sources.ts'
import { eachWithIntake } from './posts.ts'

const host = eachWithIntake()

const get = (path: string) => fetch(`${host.intake.url}${path}`, { redirect: 'manual' })
const policyOf = (answer: Response): readonly string[] =>
  (answer.headers.get('content-security-policy') ?? '').split('; ')

const hashes = (page: string, tag: string) =>
  [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )

describe('the files of Pocket', () => {
  test('are served as what they are, and nothing else lies below /app/', async () => {
    for (const name of readdirSync(join(root, 'intake-server/app/files'))) {
      const answer = await get(`/app/${name}`)
      expect([name, answer.status]).toEqual([name, 200])
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-type')).toMatch(/html|javascript|manifest\+json|svg|png/)
    }
    expect((await get('/app')).headers.get('location')).toBe('/app/')
    for (const path of [
      '/app/..%2fapp-files.ts',
      '/app/../package.json',
      '/app/none.js',
      '/apple',
      '/app/files/index.html',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404])
    expect((await fetch(`${host.intake.url}/app/`, { method: 'POST', body: 'x' })).status).toBe(405)
  })

  test('run their own scripts alone, by hash, and reach their own origin alone', async () => {
    for (const [name, own] of [
      ['', ["connect-src 'self'", "frame-ancestors 'none'"]],
      ['packet.html', ["connect-src 'none'", "frame-ancestors 'self'"]],
    ] as const) {
      const answer = await get(`/app/${name}`)
      const page = await answer.text()
      const policy = policyOf(answer)
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain(`script-src ${hashes(page, 'script').join(' ')}`)
      expect(policy).toContain(`style-src ${hashes(page, 'style').join(' ')}`)
      expect(hashes(page, 'script')).toHaveLength(1)
      for (const directive of [...own, "form-action 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"])
        expect(policy).toContain(directive)
      expect(policy.join(' ')).not.toMatch(/unsafe|https?:|\*/)
      expect(page).not.toMatch(/ (?:on[a-z]+|style)=|https?:\/\/(?!www\.w3\.org\/)/)
    }
  })

  test('may ask where the device is; no other page may, and those keep their policy', async () => {
    for (const path of ['/app/', '/app/packet.html'])
      expect((await get(path)).headers.get('permissions-policy')).toContain('geolocation=(self)')
    for (const path of ['/', '/reply', '/update', '/none']) {
      const answer = await get(path)
      expect(answer.headers.get('permissions-policy')).toContain('geolocation=()')
      expect(policyOf(answer)).toContain("trusted-types 'none'")
      expect(policyOf(answer).some(directive => /^(?:script|connect|worker|frame)-src/.test(directive))).toBe(false)
    }
  })
})

/** Sends the head of a share, waits for the answer, and then goes on with a body that never ends. */
function shareSlowly(): Promise<{ readonly answer: string; readonly sent: number; readonly ended: boolean }> {
  const { hostname, port } = new URL(host.intake.url)
  return new Promise(resolve => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    let sent = 0
    let timer: ReturnType<typeof setInterval> | undefined
    const end = (ended: boolean) => {
      clearInterval(timer)
      clearTimeout(late)
      socket.destroy()
      resolve({ answer, sent, ended })
    }
    const late = setTimeout(() => end(false), 4000)
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text
      timer ??= setInterval(() => {
        if (!socket.writable) return
        socket.write('x'.repeat(1024))
        sent += 1024
      }, 20)
    })
    socket.on('error', () => undefined)
    socket.once('close', () => end(true))
    socket.write(
      'POST /app/share HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n',
    )
  })
}

describe('a share that no worker took', () => {
  test('is answered before its body is read, and its connection ends', async () => {
    const { answer, sent, ended } = await shareSlowly()
    expect(answer).toMatch(/^HTTP\/1\.1 405 /)
    expect(answer).toMatch(/\r\nConnection: close\r\n/i)
    expect(answer).toContain('Nothing of what you shared was read or stored')
    expect(ended).toBe(true)
    // what waits for a sender to end would have taken all of it for a second
    expect(sent).toBeLessThan(20 * 1024)
    expect(await host.held()).toEqual([])
  })

  test('is no page to look at', async () => {
    expect((await get('/app/share')).status).toBe(405)
  })
})
