import { readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { tokenHash } from '@satchel/protocol/messages/token'
import { expect, test } from 'vitest'
import { eventsOf } from '../helpers/intake.ts'
import { eachWithIntake, liveToken, postBody, postForm } from './posts.ts'

const host = eachWithIntake()

test('only posts with a live token get the pools that a flood cannot fill, once there is a list of them', async () => {
  writeFileSync(join(host.intake.home, 'live-tokens'), `${tokenHash(liveToken).slice(0, 16)}\n`)
  await postForm(`${host.intake.url}/reply`, { token: liveToken.toLowerCase(), a: '1' })
  await postForm(`${host.intake.url}/reply`, { token: '0'.repeat(26), a: '2' })
  await postBody(`${host.intake.url}/reply`, `(satchel-reply (token "${liveToken}"))`, 'text/plain')
  await postBody(`${host.intake.url}/reply`, `> [form]\n> x\n>\n> [token]\n> ${liveToken}\n>\n> [end]`, 'text/plain')
  await postBody(`${host.intake.url}/reply`, 'no token', 'text/plain')
  await postForm(`${host.intake.url}/unsubscribe/${liveToken}`, {})
  await postForm(`${host.intake.url}/unsubscribe/${'1'.repeat(26)}`, {})
  const byPool = (pool: string) => readdirSync(join(host.intake.spool, 'new', pool)).length
  expect(['reply', 'unsubscribe', 'open'].map(byPool)).toEqual([3, 1, 3])
})

test('A2: a flood of posts without a live token ends in 503, and those with one are all stored', async () => {
  writeFileSync(join(host.intake.home, 'live-tokens'), `${tokenHash(liveToken).slice(0, 16)}\n`)
  // connections that end count until they are closed: past the share of its network a new one is closed, and the client tries again
  const send = (fields: Record<string, string>, tries = 5): Promise<Response> =>
    postForm(`${host.intake.url}/reply`, fields).catch(async (error: unknown) => {
      if (tries === 0) throw error
      await new Promise(resolve => setTimeout(resolve, 20))
      return send(fields, tries - 1)
    })
  const post = async (index: number) => {
    const isReal = index % 10 === 0
    const token = isReal ? liveToken : String(index).padStart(26, '0')
    const answer = await send({ token, a: String(index) })
    await answer.arrayBuffer()
    return { isReal, status: answer.status, retry: answer.headers.get('retry-after') }
  }
  const statuses: Awaited<ReturnType<typeof post>>[] = []
  for (let from = 0; from < 300; from += 50) {
    statuses.push(...(await Promise.all(Array.from({ length: 50 }, (_, index) => post(from + index)))))
  }
  expect(statuses.filter(({ isReal }) => isReal).every(({ status }) => status === 303)).toBe(true)
  const refused = statuses.filter(({ status }) => status === 503)
  expect(refused.length).toBeGreaterThan(100)
  expect(Number(refused[0]?.retry)).toBeGreaterThan(0)
  const real = (await host.held()).filter(({ pool }) => pool === 'reply')
  expect(real).toHaveLength(30)
})

test('a host that closes takes nothing new, ends what it began, and exits with 0', async () => {
  const { hostname, port } = new URL(host.intake.url)
  const socket = connect(Number(port), hostname)
  let got = ''
  socket.setEncoding('latin1').on('data', (text: string) => (got += text))
  const head = 'POST /reply HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n'
  socket.write(`${head}Expect: 100-continue\r\n\r\n`)
  await expect.poll(() => got, { timeout: 60_000 }).toContain('100 Continue')
  socket.write('01234')
  const stopping = host.intake.stop()
  const isOpen = () =>
    fetch(host.intake.url).then(
      () => true,
      () => false,
    )
  await expect.poll(isOpen, { timeout: 60_000 }).toBe(false)
  socket.write('56789')
  expect(await stopping).toBe(0)
  expect(got).toContain('201 Created')
  expect((await host.held())[0]?.submission?.fields).toEqual([['body', '0123456789']])
  socket.destroy()
})

test('the log holds events, counts and sizes, and nothing of what was sent', async () => {
  await postForm(
    `${host.intake.url}/reply`,
    { token: liveToken, note: 'canary-in-a-field' },
    { 'User-Agent': 'canary-agent' },
  )
  await fetch(`${host.intake.url}/canary-path?q=canary-query`)
  await postForm(`${host.intake.url}/reply`, { 'canary-name': '' })
  await host.intake.stop()
  expect(eventsOf(host.intake.log(), 'stored')).toHaveLength(1)
  expect(eventsOf(host.intake.log(), 'refused')[0]).toMatchObject({ 'request/empty': 1 })
  expect(host.intake.log()).not.toMatch(/canary|ABCDEFGH|127\.0\.0\.1(?!:)/)
})
