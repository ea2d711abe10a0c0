// The HTML form as people use it: saved from a mail, opened in a real browser without script, filled in and sent. What the
// browser posts is read back with the same functions that the core uses.
import { readHtmlHeader } from '@satchel/forms/html/html-fields'
import { describe, expect } from 'vitest'
import { callReport, ownPacket, samplePacket, selfUpdate, texts, token } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, focused } from './browser.ts'
import { confirmPage, fillPage, printPage, replyTo, withSavedPage } from './form-page.ts'
import { thanks, withPostServer } from './post-server.ts'

const emptyAddress = ['line1', 'line2', 'region', 'postcode'].map(field => [field, null] as const)

describe('a form that is filled in without script', () => {
  const name = 'جيمي 👩‍🌾 "O\'Brien" & Söhne'
  const note = 'Erste Zeile\nzweite: <b>"dritte"</b>\n\n😀 ليلى'

  systemTest([browserProgram], 'posts exactly what was meant: texts, a choice, an emptied field, rows', async () => {
    const { statements, post, server } = await fillPage(callReport(), samplePacket(), async page => {
      await page.getByLabel('Given name').fill(name)
      await page.getByLabel('Family name').fill('')
      await page.getByLabel('Best way to reach').selectOption({ label: 'phone' })
      await page.getByLabel('Note about the person').fill(note)
      await page.getByRole('group', { name: 'Phone or e-mail c82' }).getByLabel('Remove this entry').check()
      await page.getByText('New entry: Phone or e-mail').click()
      const added = page.getByRole('group', { name: 'New entry: Phone or e-mail' })
      await added.getByLabel('kind').selectOption('email')
      await added.getByLabel('number or address').fill('james@example.org')
      await page.getByLabel('Date of the contact').fill('2026-11-22')
      await page.getByLabel('How it went').selectOption('reached')
      await page.getByRole('button').click()
    })
    expect(post).toMatchObject({ path: '/reply', origin: 'null', type: 'application/x-www-form-urlencoded' })
    expect(server.requests).toEqual(['POST /reply', 'GET /thanks'])
    expect(Object.fromEntries(statements.set)).toEqual({
      'given-name': name,
      'family-name': null,
      title: null,
      born: '1980-02-29',
      language: 'lg',
      preferred: 'phone',
      note,
    })
    expect(statements.drops).toEqual([{ collection: 'contact-point', row: 'c82' }])
    expect(statements.rows.map(({ collection, row, fields }) => [collection, row, fields])).toEqual([
      ['contact-point', 'c81', texts({ kind: 'phone', value: '+256 700 000 001' })],
      ['contact-point', 'new-1', texts({ kind: 'email', value: 'james@example.org' })],
      ['address', 'a5', new Map([...emptyAddress, ['kind', 'farm'], ['city', 'Gulu'], ['country', 'UG']])],
    ])
    expect(statements.report).toEqual(texts({ when: '2026-11-22', outcome: 'reached' }))
  })

  systemTest([browserProgram], 'and not touched states what is on file and nothing new', async () => {
    const { statements, post } = await fillPage(selfUpdate(), ownPacket(), page =>
      page.getByRole('button', { name: 'Send my changes' }).click(),
    )
    expect(readHtmlHeader(post.fields)).toEqual({
      form: { name: 'self-update', version: selfUpdate().version },
      packet: '7QK2-M9XA-3F0T',
      token,
      language: 'en',
    })
    expect(statements.set).toEqual(ownPacket().record.fields)
    expect(statements.rows.map(({ row }) => row)).toEqual(['c81', 'c82', 'a5', 'o5'])
    expect([statements.drops, statements.report]).toEqual([[], undefined])
  })

  systemTest([browserProgram], 'shows markup that is on file as text, and posts it back as it was', async () => {
    const attack = `"><script>document.title='run'</script><img src=x onerror="document.title='run'">'`
    const packet = ownPacket()
    const odd = {
      ...packet,
      record: { ...packet.record, fields: texts({ 'given-name': attack, 'family-name': attack }) },
    }
    const { statements } = await fillPage(selfUpdate(), odd, async page => {
      expect(await page.getByLabel('Given name').inputValue()).toBe(attack)
      expect(await page.locator('script, img').count()).toBe(0)
      await page.getByRole('button', { name: 'Send my changes' }).click()
    })
    expect(statements.set.get('given-name')).toBe(attack)
  })

  systemTest([browserProgram], 'is not sent while a required field is empty', async () => {
    await withPostServer(server =>
      withSavedPage(
        printPage(selfUpdate(), ownPacket({ replyTo: replyTo(server) })),
        { javaScriptEnabled: false },
        async page => {
          const send = page.getByRole('button', { name: 'Send my changes' })
          await page.getByText('Jimmy Okello').click()
          await page.getByLabel('Given name').fill('')
          await send.click()
          expect(await focused(page)).toBe('set.given-name')
          // closed by hand, with the keyboard: what keeps the page back is shown all the same
          await page.locator('summary', { hasText: 'Jimmy Okello' }).focus()
          await page.keyboard.press('Enter')
          expect(await page.getByLabel('Given name').isVisible()).toBe(true)
          await send.click()
          expect(await focused(page)).toBe('set.given-name')
          await page.getByLabel('Given name').fill('James')
          await send.click()
          await page.getByText(thanks).waitFor()
          expect(server.posts).toHaveLength(1)
        },
      ),
    )
  })

  systemTest([browserProgram], 'confirms a change with one button', async () => {
    await withPostServer(server =>
      withSavedPage(confirmPage(`${server.url}/reply`), { javaScriptEnabled: false }, async page => {
        await page.getByRole('button', { name: 'Yes, I meant this' }).click()
        await page.getByText(thanks).waitFor()
        expect(server.posts.map(({ fields }) => fields)).toEqual([
          [
            ['token', token],
            ['confirm', 'yes'],
          ],
        ])
      }),
    )
  })

  systemTest(
    [browserProgram],
    'a row opens and stays open, a number is added and one removed, with the keyboard too',
    async () => {
      const { statements } = await fillPage(selfUpdate(), ownPacket(), async page => {
        await page.getByText('Jimmy Okello').click()
        // a second press, by a finger that trembles, hides nothing
        await page.getByText('Jimmy Okello').click({ force: true })
        await page.getByLabel('Given name').fill('James')
        await page.locator('summary', { hasText: 'Add a phone number' }).focus()
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        await page.keyboard.type('+256 700 000 009')
        await page.getByText('jimmy@example.org').click()
        await page.getByLabel('Remove this address').check()
        const struck = `getComputedStyle(document.querySelector('.row:has(.drop:checked) bdi')).textDecorationLine`
        expect(await page.evaluate(struck)).toBe('line-through')
        await page.getByRole('textbox', { name: 'Phone number' }).last().focus()
        // the key that sends a form sends this one, and never says that nothing has changed
        await page.keyboard.press('Enter')
      })
      expect(statements.confirms).toBeUndefined()
      expect(statements.set.get('given-name')).toBe('James')
      expect(statements.rows.find(({ row }) => row === 'new-1')?.fields).toEqual(texts({ value: '+256 700 000 009' }))
      expect(statements.drops).toEqual([{ collection: 'contact-point', row: 'c82' }])
    },
  )

  systemTest([browserProgram], 'says with one press that nothing has changed, and nothing else', async () => {
    const { statements } = await fillPage(selfUpdate(), ownPacket(), page =>
      page.getByRole('button', { name: 'Yes, nothing has changed' }).click(),
    )
    expect(statements).toEqual({ set: new Map(), rows: [], drops: [], confirms: true })
  })
})
