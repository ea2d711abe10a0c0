// Sending from the work packet's page where it does not arrive: nothing of the answer is lost, and the page says what is.

import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync } from 'node:crypto'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import { makeCoreKey, makeRecoveryKey, readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { parseReply } from '@satchel/protocol/messages/reply'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect } from 'vitest'
import { callReport, casePacket } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, withPage } from './browser.ts'
import { replyTo, withSavedPage } from './form-page.ts'
import { withPostServer } from './post-server.ts'
import { draftStatus, workPage } from './work-page.ts'

const phone = { width: 360, locale: 'en' }
let keys: readonly [string, string]
beforeAll(async () => {
  const order = { name: 'Test', email: 'core@example.org', now: new Date(Date.now() - 60_000) }
  const made = [
    await makeCoreKey(order),
    await makeRecoveryKey({ ...order, passphrase: 'correct horse battery staple' }),
  ]
  const parts = await Promise.all(
    made.map(async key => sealingPart(await readPublicKey(key.publicArmored), new Date())),
  )
  keys = [parts[0] ?? '', parts[1] ?? '']
})
const receiptKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' })

/** A server in the place of the intake, which lets pages read what it answers. */
async function withServer<Result>(
  answer: (response: ServerResponse, body: string) => void,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((request, response) => {
    for (const what of ['Origin', 'Headers', 'Methods']) response.setHeader(`Access-Control-Allow-${what}`, '*')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'OPTIONS') response.writeHead(204).end()
      else answer(response, Buffer.concat(chunks).toString('latin1'))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
}

const packetFor = (url: string) =>
  casePacket({
    replyTo: {
      mail: 'core+reply@example.org',
      web: { url: `${url}/reply`, receiptKey: receiptKey.toString('base64') },
    },
  })

async function answerAndSend(page: Page): Promise<void> {
  await page.locator('.outcomes label', { hasText: /^Reached$/ }).click()
  await page.getByLabel('What was said').fill('Wants [20] bags\n[end]\n> of "seed"')
  await page.getByRole('button', { name: 'Check and send' }).click()
  await page.getByRole('button', { name: 'Send to the office' }).click()
}

describe('an answer that does not arrive', () => {
  systemTest([browserProgram], 'is not said to be sent where something else answers, and the draft stays', async () => {
    const bodies: string[] = []
    await withServer(
      (response, body) => {
        bodies.push(body)
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to Hotel Wi-Fi</h1>')
      },
      url =>
        withSavedPage(workPage({ packet: packetFor(url), keys }), phone, async page => {
          await answerAndSend(page)
          await page.getByText('Something answered, but not the office').waitFor()
          expect(await page.getByRole('heading', { level: 2, name: 'Not sent' }).isVisible()).toBe(true)
          expect(await draftStatus(page)).toMatch(/^Not sent\n/)
          await page.reload()
          expect(await draftStatus(page)).toMatch(/\nDraft from /)
          expect(await page.getByLabel('What was said').inputValue()).toContain('of "seed"')
        }),
    )
    expect(bodies).toHaveLength(1)
    // sealed before it left: whoever answered could not read it
    expect(bodies[0]).not.toMatch(/bags|seed|7QK2|satchel-reply/)
  })

  systemTest(
    [browserProgram],
    'is told apart where nobody answers or it is refused, and can be tried again or mailed',
    async () => {
      await withSavedPage(workPage({ packet: packetFor('http://127.0.0.1:9'), keys }), phone, async page => {
        await answerAndSend(page)
        await page.getByText('No answer from the office’s server').waitFor()
        expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true)
        const mail = new URL((await page.getByRole('link', { name: 'Send it by mail' }).getAttribute('href')) ?? '')
        expect(mail.pathname).toBe('core+reply@example.org')
        const { report, set } = parseTextForm(mail.searchParams.get('body') ?? '', () => callReport()).statements
        expect([report?.get('outcome'), report?.get('note'), set.size]).toEqual([
          'reached',
          'Wants [20] bags\n[end]\n> of "seed"',
          0,
        ])
      })
      await withServer(
        response =>
          response.writeHead(413, { 'Content-Type': 'application/json' }).end('{"problem":"request/too-large"}'),
        url =>
          withSavedPage(workPage({ packet: packetFor(url), keys }), phone, async page => {
            await answerAndSend(page)
            await page.getByText('The office’s server did not take it').waitFor()
          }),
      )
    },
  )

  systemTest(
    [browserProgram],
    'of a page that cannot check a receipt is never posted: it says so, mails and saves, also without a network',
    async () => {
      await withPostServer(async server => {
        const { web, mail } = replyTo(server)
        const noKey = casePacket({ replyTo: { mail, web: { url: web?.url ?? '', receiptKey: '' } } })
        for (const html of [workPage({ packet: noKey, keys }), workPage({ packet: noKey, keys: undefined })])
          await withSavedPage(html, phone, async page => {
            await page.context().setOffline(true)
            await page.locator('.outcomes label', { hasText: /^Reached$/ }).click()
            await page.getByLabel('What was said').fill('Wants 20 bags')
            await page.getByRole('button', { name: 'Check and send' }).click()
            await page.getByText('This page cannot check that the office has it').waitFor()
            expect(await page.getByRole('button', { name: 'Send to the office' }).count()).toBe(0)
            const link = await page.getByRole('link', { name: 'Send it by mail' }).getAttribute('href')
            expect(link).toContain('mailto:')
            const [file] = await Promise.all([
              page.waitForEvent('download'),
              page.getByRole('button', { name: 'Save the reply file' }).click(),
            ])
            const reply = parseReply(readFileSync(await file.path(), 'utf8'))
            expect(reply.report?.get('note')).toBe('Wants 20 bags')
            await page.getByRole('button', { name: 'Go on editing' }).click()
            await page.reload()
            expect(await draftStatus(page)).toMatch(/\nDraft from /)
            expect(await page.getByLabel('What was said').inputValue()).toBe('Wants 20 bags')
          })
        // one that may not leave unsealed, and has no key to seal to, stays where it is
        await withSavedPage(workPage({ packet: noKey, keys: undefined, plain: false }), phone, async page => {
          await page.locator('.outcomes label', { hasText: /^Reached$/ }).click()
          await page.getByRole('button', { name: 'Check and send' }).click()
          await page.getByRole('button', { name: 'Go on editing' }).waitFor()
          expect(await page.locator('#acts a, #acts button').count()).toBe(1)
        })
        expect(server.requests).toEqual([])
      })
    },
  )

  systemTest(
    [browserProgram],
    'is told truly where a log-in page answers that no page may read: not sent, mail and file beside',
    async () => {
      const asked: string[] = []
      const portal = createServer((request, response) => {
        asked.push(request.method ?? '')
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to Hotel Wi-Fi</h1>')
      })
      await new Promise<void>(resolve => portal.listen(0, '127.0.0.1', resolve))
      const { port } = portal.address() as AddressInfo
      await withSavedPage(workPage({ packet: packetFor(`http://127.0.0.1:${port}`), keys }), phone, async page => {
        await answerAndSend(page)
        await page.getByRole('heading', { name: 'Not sent' }).waitFor()
        expect(await page.locator('#body').innerText()).toMatch(
          /No answer from the office’s server\.\s+A log-in page of this network, as in a hotel or café, may stand between\./,
        )
        for (const way of ['link', 'button'] as const)
          await page.getByRole(way, { name: way === 'link' ? 'Send it by mail' : 'Save the reply file' }).waitFor()
        expect(await page.getByLabel('What was said').inputValue()).toContain('of "seed"')
      }).finally(() => {
        portal.closeAllConnections()
        portal.close()
      })
      expect(asked).toContain('OPTIONS')
    },
  )
})

describe('inside a frame that lets nothing run', () => {
  systemTest([browserProgram], 'the page says first to save it and open it in the browser', async () => {
    const html = workPage({ packet: packetFor('http://127.0.0.1:9'), keys })
    const quoted = html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    for (const [sandbox, said] of [
      ['sandbox', 'save this file and open it in your browser'],
      ['sandbox="allow-scripts"', 'Not kept'],
    ])
      await withPage({ width: 800 }, async page => {
        await page.setContent(`<iframe ${sandbox} width="700" height="700" srcdoc="${quoted}"></iframe>`)
        await page
          .frameLocator('iframe')
          .getByText(said ?? '')
          .first()
          .waitFor()
      })
  })
})
