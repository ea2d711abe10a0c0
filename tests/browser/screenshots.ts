// npm run screenshots: pictures of what people outside see, in two languages and two sizes, and of the office console, into
// docs/screenshots. Invented people alone. docs/look.md and docs/console.md show them; look at each after a change of letters or pages.

import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { printConfirmPage } from '@satchel/forms/letters/confirm-page'
import { askedLine } from '@satchel/forms/letters/letter-parts'
import { outcomeLetter, packetLetter } from '@satchel/forms/letters/packet-letter'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { PacketCase } from '@satchel/protocol/messages/packet-case'
import {
  callReport,
  casePacket,
  forms,
  org,
  ownPacket,
  sampleCase,
  selfUpdate,
  token,
  words,
} from '../forms/samples.ts'
import { withPage, withSavedFile } from './browser.ts'
import { consolePictures } from './console-pictures.ts'
import { printPage } from './form-page.ts'
import { workPage } from './work-page.ts'

const folder = join(import.meta.dirname, '../../docs/screenshots')

/** What colleagues wrote, in the other language. */
const swahili: PacketCase = {
  ...sampleCase,
  why: 'Ameuliza mara mbili bei ya mbegu za mahindi.',
  tasks: [{ text: 'Panga siku ya kupima shamba lake', due: '2026-11-30' }],
  promises: [{ text: 'kumpigia tena na kumwambia bei', due: '2026-11-24', made: '2026-11-16' }],
  processes: sampleCase.processes.map(process => ({
    name: 'Ardhi',
    stages: process.stages.map((stage, index) => ({
      ...stage,
      name: ['Elimu', 'Taarifa ya ardhi', 'Kubadilishana bidhaa'][index] ?? stage.name,
    })),
  })),
  contacts: sampleCase.contacts.map((contact, index) => ({
    ...contact,
    ...(contact.text === undefined ? {} : { text: index === 0 ? 'Aliuliza bei ya mbegu za mahindi' : 'Barua ilirudi' }),
  })),
  relations: sampleCase.relations.map((relation, index) => ({
    ...relation,
    kind: ['kaka', 'mwanachama'][index] ?? '',
  })),
  deals: sampleCase.deals.map(deal => ({ ...deal, name: 'Mbegu za mahindi, mifuko 20', stage: 'Makadirio' })),
  tickets: sampleCase.tickets.map(ticket => ({ ...ticket, name: 'Mifuko iliyolowa', priority: 'juu' })),
}

/** The purposes of the organisation's list, in the other language. */
function inSwahili(packet: Packet): Packet {
  const purposes = ['Barua ambazo hukuziomba, kama fomu hii', 'Siku za mafunzo karibu nawe, kwa SMS']
  const consent = (packet.record.rows.get('consent') ?? []).map((row, at) => ({
    ...row,
    fields: new Map([...row.fields, ['purpose', purposes[at] ?? '']]),
  }))
  return { ...packet, record: { ...packet.record, rows: new Map([...packet.record.rows, ['consent', consent]]) } }
}

/** Each as HTML, by the name of its picture. */
function shownIn(language: string): Readonly<Record<string, string>> {
  const spoken = words(language)
  const packet = casePacket({ language, ...(language === 'sw' ? { case: swahili } : {}) })
  const letter = packetLetter(callReport(), packet, spoken, org, { htmlForm: forms.htmlForm })
  const outcome = outcomeLetter(
    selfUpdate(),
    {
      version: 1,
      reply: '0123456789abcdef0123456789abcdef',
      packet: packet.id,
      epoch: 3,
      status: 'partly-held',
      slots: [
        { kind: 'field', name: 'family-name', outcome: 'applied' },
        { kind: 'row', name: 'address', row: 'a5', entry: 1, outcome: 'applied' },
        { kind: 'row', name: 'contact-point', row: 'c82', entry: 2, outcome: 'held', reason: 'weak-evidence' },
      ],
    },
    spoken,
    org,
  )
  const slot = { kind: 'row', name: 'contact-point', row: 'c81', entry: 1 } as const
  const confirmation = {
    organization: org,
    packet: packet.id,
    labels: [askedLine(selfUpdate(), { slot, becomes: 'changed', hint: { kind: 'phone', part: '001' } }, spoken)],
    token,
    url: 'https://intake.example.org/reply',
  }
  return {
    letter: letter.html ?? '',
    packet: workPage({ packet }),
    form: printPage(selfUpdate(), language === 'sw' ? inSwahili(ownPacket({ language })) : ownPacket({ language })),
    acknowledgement: outcome.html ?? '',
    confirmation: printConfirmPage(spoken, confirmation, forms.confirmPage),
  }
}

async function picture(html: string, file: string, width: number): Promise<void> {
  await withSavedFile('page.html', html, url =>
    withPage({ width, locale: 'en', colorScheme: 'light' }, async page => {
      // a page may say "today": the day of the samples
      await page.clock.setFixedTime(new Date('2026-11-23T09:00:00Z'))
      await page.goto(url)
      const whole = Number(await page.evaluate('document.documentElement.scrollHeight'))
      await page.setViewportSize({ width, height: Math.max(300, Math.min(whole, width < 600 ? 1500 : 1000)) })
      await page.screenshot({ path: file, type: 'jpeg', quality: 60 })
    }),
  )
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
let bytes = await consolePictures(folder)
for (const language of ['en', 'sw'])
  for (const [name, html] of Object.entries(shownIn(language)))
    for (const width of [360, 1280]) {
      const file = join(folder, `${name}-${language}-${width}.jpg`)
      await picture(html, file, width)
      bytes += statSync(file).size
      process.stdout.write(`${name}-${language}-${width}.jpg\n`)
    }
process.stdout.write(`${Math.round(bytes / 1024)} KB in all\n`)
