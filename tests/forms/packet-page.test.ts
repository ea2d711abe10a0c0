import { readHtmlHeader, replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { workPage } from '../browser/work-page.ts'
import { attributeOf, hashOf, submit, visible } from './posted.ts'
import { callReport, casePacket, sampleCase, samplePacket, texts, token } from './samples.ts'

const languages = ['en', 'sw', 'fr', 'de']
const { web: _, ...mailOnly } = casePacket().replyTo

describe('the page of a work packet', () => {
  test('is one file that loads nothing, and whose policy lets its own script run and nothing else', () => {
    for (const language of languages) {
      const page = workPage({ packet: casePacket({ language }) })
      expect(page).toContain(`<html lang="${language}" dir="ltr">`)
      expect(page.replace(/<script>[^]*<\/script>/, '')).not.toMatch(
        /\son[a-z]+=|javascript:|style="|<link|@import|url\(|<script/i,
      )
      const policy = Object.fromEntries(
        attributeOf(page, 'http-equiv="Content-Security-Policy" content')
          .split('; ')
          .map(part => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
      )
      expect(policy).toMatchObject({
        'default-src': "'none'",
        'script-src': hashOf(page, 'script'),
        'style-src': hashOf(page, 'style'),
        'connect-src': 'https://intake.example.org',
        'form-action': 'https://intake.example.org',
        'base-uri': "'none'",
      })
    }
  })

  test('opens with the person and why now, and asks how it went before it shows the record', () => {
    const page = workPage()
    const order = [
      'Jimmy Okello',
      'He asked twice',
      'How did it go?',
      'Reached',
      'What happened before',
      '+256 700 000 001',
    ]
    const at = order.map(text => visible(page).indexOf(text))
    expect(at).toEqual([...at].sort((a, b) => a - b))
    expect(at.every(each => each >= 0)).toBe(true)
    expect(page).not.toMatch(/<title>[^<]*Jimmy/)
  })

  test('asks in the order of a visit: outcome, note, next step, its day, then place and photo', () => {
    const report = callReport().report.map(({ name }) => name)
    const page = workPage({ packet: casePacket({ report }) })
    const names = ['outcome', 'note', 'next-step', 'next-date', 'place'].map(name => `name=report.${name}`)
    const at = [...names, ' data-photo', 'id=review'].map(each => page.indexOf(each))
    expect(at).toEqual([...at].sort((a, b) => a - b))
    expect(at.every(each => each >= 0)).toBe(true)
  })

  test('says in the place of the button that no number is on file', () => {
    const rows = new Map([
      ['contact-point', [{ id: 'c82', fields: texts({ kind: 'email', value: 'jimmy@example.org' }) }]],
    ])
    const page = workPage({ packet: casePacket({ record: { ...casePacket().record, rows } }) })
    expect(visible(page)).toMatch(/Gulu, Northern Region No number on file Map/)
    expect(page).not.toContain('href="tel:+256700000001"')
    expect(visible(workPage())).not.toContain('No number on file')
  })

  test('offers the number that nobody reported, and says of the others what was heard, as the letter does', () => {
    const wrong = { value: '+256 700 000 001', state: 'reported-wrong', date: '2026-11-20' }
    const back = { value: 'jimmy@example.org', state: 'came-back', date: '2026-11-02' }
    const more = { id: 'c90', fields: texts({ kind: 'phone', value: '+256 700 000 009' }) }
    const of = (added: readonly (typeof more)[], language = 'en', troubles = [wrong, back]) => {
      const rows = new Map(samplePacket().record.rows)
      rows.set('contact-point', [...(rows.get('contact-point') ?? []), ...added])
      const record = { ...samplePacket().record, rows }
      return workPage({ packet: casePacket({ language, case: { ...sampleCase, troubles }, record }) })
    }
    const both = of([more])
    expect(both).toMatch(/class="btn full icon" href="tel:\+256700000009"/)
    expect(visible(both)).toContain('+256 700 000 001 (reported wrong on 20 Nov) ')
    expect(visible(both)).toContain('jimmy@example.org (came back) ')
    expect(both.match(/class="?late"?>\(/g)).toHaveLength(2)
    const alone = of([])
    expect(alone).not.toMatch(/class="btn full icon" href="tel:/)
    expect(visible(alone)).toContain(`Northern Region ${wrong.value} (reported wrong on 20 Nov) Map`)
    expect(visible(of([more], 'de'))).toContain('(am 20. Nov. als falsch gemeldet)')
  })

  test('shows the whole case: promise, stages with their days, contacts, relations, deals, tickets, files', () => {
    const text = visible(workPage())
    for (const part of [
      'call back with the price, by 24 Nov',
      'Land report, in this stage for 34 days (usually 30)',
      '54 days of 60',
      'Call: not reached 12 Nov, a colleague',
      'Elias Okello',
      'since 1 Feb 2024',
      'Maize seed, 20 bags',
      'Wet bags',
      'price-list.txt',
    ])
      expect(text).toContain(part)
  })

  test('folds contacts from the fourth on, and hands over a file only with its bytes', () => {
    const contacts = [1, 2, 3, 4, 5].map(day => ({ date: `2026-10-0${day}`, kind: 'call', text: `contact ${day}` }))
    const files = [{ name: 'big.pdf', type: 'application/pdf', size: 9_000_000 }]
    const page = workPage({ packet: casePacket({ case: { ...sampleCase, contacts, files } }) })
    expect(visible(page)).toContain('2 older')
    expect(visible(page)).toContain('too large to travel')
    expect(page).not.toMatch(/href="data:/)
  })

  test('shows a file as a picture by its bytes, not by what it says of itself', () => {
    const of = (bytes: Buffer) => ({ name: 'plot.jpg', type: 'image/jpeg', size: 9, data: bytes.toString('base64') })
    const pageOf = (bytes: Buffer) => workPage({ packet: casePacket({ case: { ...sampleCase, files: [of(bytes)] } }) })
    const picture = /data:image\/jpeg;base64,[^>]*><svg aria-hidden=true><use href="#i-photo"/
    expect(pageOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73]))).toMatch(picture)
    const words = pageOf(Buffer.from('<script>no photo</script>'))
    expect(words).not.toMatch(/data:image/)
    expect(words).toMatch(/data:application\/octet-stream;base64,[^>]*><svg aria-hidden=true><use href="#i-page"/)
  })

  test('names each row by what it is, never by its id', () => {
    const text = visible(workPage())
    expect(text).toMatch(/Phone \+256 700 000 001 Change/)
    expect(text).toMatch(/Farm Gulu, UG Change/)
    expect(text).not.toMatch(/c81|c82|\ba5\b/)
  })

  test('of version 1, which has no case, and without a report, still prints', () => {
    const edited = workPage({ packet: samplePacket({ report: [] }) })
    expect(visible(edited)).toContain('Jimmy Okello')
    expect(visible(edited)).toContain('Asked for the price of maize seed')
    expect(edited).not.toContain('How did it go?')
  })

  test('gives every box a label', () => {
    const page = workPage()
    const boxes = [...page.matchAll(/<(?:input|select|textarea) (?!type=hidden|type=file)/g)]
    expect(boxes.length).toBeGreaterThan(30)
    const outside = page.replace(/<label[^>]*>[^]*?<\/label>/g, '')
    expect(outside).not.toMatch(/<(?:select|textarea)|<input (?!type=hidden)/)
  })
})

describe('without a script', () => {
  test('posts as statements of exactly what it showed, and no report while none is written', () => {
    const posted = submit(workPage())
    expect(readHtmlHeader(posted)).toEqual({
      form: { name: 'call-report', version: callReport().version },
      packet: '7QK2-M9XA-3F0T',
      token,
      language: 'en',
    })
    const { set, rows, drops, report } = replyFromHtmlFields(posted, callReport())
    expect(Object.fromEntries(set)).toEqual({
      'given-name': 'Jimmy',
      'family-name': 'Okello',
      title: null,
      born: '1980-02-29',
      language: 'lg',
      preferred: null,
      note: null,
    })
    expect(rows.map(({ row, fields }) => [row, fields.get('kind')])).toEqual([
      ['c81', 'phone'],
      ['c82', 'email'],
      ['a5', 'farm'],
    ])
    expect([drops, report]).toEqual([[], undefined])
  })

  test('a pressed outcome is posted as the report’s', () => {
    const page = workPage().replace('name=report.outcome value=reached', '$& checked')
    const { report } = replyFromHtmlFields(submit(page), callReport())
    expect(report?.get('outcome')).toBe('reached')
  })

  test('says first what to do where the button is blocked', () => {
    for (const language of languages) {
      const page = workPage({ packet: casePacket({ language }) })
      const line = page.indexOf('data-plain')
      expect(line).toBeGreaterThan(0)
      expect(line).toBeLessThan(page.indexOf('name=report.outcome'))
    }
    expect(visible(workPage())).toContain('save this file and open it in your browser')
  })

  test('is no form that posts where an answer may not leave unsealed, and holds no hidden token then', () => {
    const page = workPage({ plain: false })
    expect(page).not.toMatch(/<form[^>]* action=|<input type=hidden/)
    expect(workPage({ packet: casePacket({ replyTo: mailOnly }) })).not.toMatch(/<form[^>]* action=|<input type=hidden/)
  })
})

describe('what is on file', () => {
  test('never becomes markup, script or an address that runs', () => {
    const attack = `"><script>alert(1)</script>{{token}}'\`=&lt;</style>\u0000\u001b`
    const of = (value: string) => ({ name: value, place: value, sender: value, why: value })
    const page = workPage({
      packet: casePacket({
        case: {
          ...of(attack),
          tasks: [{ text: attack, due: attack }],
          promises: [{ text: attack }],
          processes: [{ name: attack, stages: [{ name: attack, state: 'now', days: 3 }] }],
          contacts: [{ date: attack, kind: attack, outcome: attack, by: attack, text: attack }],
          relations: [{ name: attack, kind: attack, phone: 'javascript:alert(1)' }],
          deals: [{ id: attack, name: attack }],
          tickets: [{ id: attack, name: attack }],
          files: [{ name: attack, type: 'text/html"><script>', size: 3, data: 'PHNjcmlwdD4=' }],
        },
        record: {
          ...casePacket().record,
          fields: texts({ 'given-name': attack, language: attack, note: attack }),
          rows: new Map([['contact-point', [{ id: 'c1', fields: texts({ kind: attack, value: attack }) }]]]),
        },
      }),
    })
    const clean = workPage()
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page.match(/<style/g)).toHaveLength(clean.match(/<style/g)?.length ?? 0)
    expect(page.match(/<form /g)).toHaveLength(1)
    expect(page).not.toMatch(/[\u0000\u001b]/)
    expect(page).not.toMatch(/href="javascript/)
    expect(page).toContain('href="data:application/octet-stream;base64,')
    expect(hashOf(page, 'script')).toBe(hashOf(clean, 'script'))
  })

  test('comes through the page and back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), value => {
        const name = `x${value.replace(/[\s\p{C}]/gu, ' ')}x`.replace(/ +/g, ' ').normalize('NFC')
        const fields = texts({ 'given-name': name, note: `\n${name}\n${name}` })
        const posted = submit(workPage({ packet: casePacket({ record: { ...casePacket().record, fields } }) }))
        const { set } = replyFromHtmlFields(posted, callReport())
        expect(set.get('given-name')).toBe(name)
        expect(set.get('note')).toBe(`${name}\n${name}`)
      }),
      { numRuns: 30 },
    )
  })
})
