import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startIntake } from '../helpers/intake.ts'
import { eachWithIntake, liveToken, publicHalves } from './posts.ts'

const host = eachWithIntake()

test('A6: no GET, HEAD or OPTIONS changes anything, and no other method is known', async () => {
  const paths = [
    '/',
    '/update',
    '/unsubscribe',
    `/unsubscribe/${liveToken}`,
    '/inquiry',
    '/reply',
    '/thanks',
    '/receipt.pub',
  ]
  const before = new Set(readdirSync(host.intake.home, { recursive: true, encoding: 'utf8' }))
  for (const path of [...paths, '/.well-known/satchel', '/robots.txt']) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await fetch(`${host.intake.url}${path}`, { method })
      expect([200, 204], `${method} ${path}`).toContain(answer.status)
      if (method === 'HEAD') expect(await answer.text()).toBe('')
    }
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      expect((await fetch(`${host.intake.url}${path}`, { method })).status).toBe(405)
  }
  expect((await fetch(`${host.intake.url}/thanks`, { method: 'POST' })).status).toBe(405)
  for (const path of ['/nothing', '/unsubscribe/a/b', '/__proto__', '/%', '/unsubscribe/%ff']) {
    expect((await fetch(`${host.intake.url}${path}`)).status, path).toBe(404)
  }
  expect(new Set(readdirSync(host.intake.home, { recursive: true, encoding: 'utf8' }))).toEqual(before)
})

describe('every answer', () => {
  test('carries what protects a visitor, and no cookie', async () => {
    for (const path of ['/', '/nothing', '/reply']) {
      const { headers } = await fetch(`${host.intake.url}${path}`)
      const policy = headers.get('content-security-policy')
      for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        expect(policy).toContain(part)
      }
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-robots-tag')).toContain('noindex')
      expect(headers.get('set-cookie')).toBeNull()
      expect(headers.get('server')).toBeNull()
    }
  })

  test('is in the visitor’s language, right to left too, with a word for every other', async () => {
    for (const [language, direction] of [
      ['en', 'ltr'],
      ['de', 'ltr'],
      ['fr', 'ltr'],
      ['es', 'ltr'],
      ['sw', 'ltr'],
      ['ar', 'rtl'],
    ]) {
      const page = await (
        await fetch(`${host.intake.url}/update`, { headers: { 'Accept-Language': `${language};q=0.9, xx` } })
      ).text()
      expect(page).toContain(`<html lang="${language}" dir="${direction}">`)
      const asked = await (await fetch(`${host.intake.url}/update?lang=${language}`)).text()
      expect(asked).toContain(`action="/update?lang=${language}"`)
    }
  })

  test('shows nothing that was put into its address', async () => {
    const bad = encodeURIComponent('"><script>alert(1)</script>')
    for (const path of [`/thanks?code=${bad}`, `/unsubscribe/${bad}`, `/update?lang=${bad}`]) {
      expect(await (await fetch(`${host.intake.url}${path}`)).text()).not.toContain('<script')
    }
  })
})

test('the public keys are given to whoever asks, and the receipt key is made here, once, for its owner only', async () => {
  expect(await (await fetch(`${host.intake.url}/.well-known/satchel`)).text()).toContain('BEGIN PGP PUBLIC KEY BLOCK')
  const file = join(host.intake.home, 'keys/receipt.pem')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  await host.intake.stop()
  const again = await startIntake({ keys: publicHalves(host.keys), home: host.intake.home })
  expect(readFileSync(file, 'utf8')).toBe(before)
  await again.close()
})
