// The files that pages load: kept by a browser for ever under a name that holds their hash, and no others.
import { createHash } from 'node:crypto'
import { style } from '@satchel/intake-server/http/page-style'
import { styleFile } from '@satchel/intake-server/http/static-files'
import { expect, test } from 'vitest'
import { eachWithServer } from './in-process.ts'

const server = eachWithServer()

test('every page links the style sheet by its hash, which is that of what comes, with its type, to be kept', async () => {
  const url = await server.serve()
  for (const path of ['/', '/reply', '/inquiry', '/receipt', '/nothing']) {
    const page = await fetch(`${url}${path}`)
    const link = /<link rel="stylesheet" href="([^"]+)">/.exec(await page.text())?.[1]
    expect(link).toBe(styleFile.path)
    expect(page.headers.get('content-security-policy')).toMatch(/style-src 'self';/)
    expect(page.headers.get('content-security-policy')).not.toContain('script-src')
    expect(page.headers.get('cache-control')).toBe('no-store')
  }
  const file = await fetch(`${url}${styleFile.path}`)
  const body = await file.text()
  expect(body).toBe(style)
  expect(styleFile.path).toContain(createHash('sha256').update(body).digest('hex').slice(0, 16))
  expect(Object.fromEntries(file.headers)).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
})

test('another hash, another name and a path out of it are no files; a post is refused', async () => {
  const url = await server.serve()
  const other = styleFile.path.replace(/-[0-9a-f]{16}/, `-${'0'.repeat(16)}`)
  for (const path of [other, '/static/', '/static/style.css', '/static/..%2flimits.ts', `${styleFile.path}/x`]) {
    const answer = await fetch(`${url}${path}`)
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store'])
  }
  expect((await fetch(`${url}${styleFile.path}`, { method: 'POST' })).status).toBe(405)
  expect(await (await fetch(`${url}${styleFile.path}`, { method: 'HEAD' })).text()).toBe('')
})
