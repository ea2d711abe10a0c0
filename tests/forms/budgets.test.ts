// Limits for the size of letters and pages: phones pay for each byte. In every language, with an organisation's own colour; a logo is not counted.
// A letter of Arabic takes two bytes, one of Hindi or Amharic three: the same words make a larger page there.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { printOwnForm } from '@satchel/forms/html/own-form'
import { brandOf } from '@satchel/forms/look/brand'
import { expect, test } from 'vitest'
import { workPage } from '../browser/work-page.ts'
import { callReport, casePacket, forms, org, ownPacket, sampleCase, selfUpdate, words } from './samples.ts'
import { sealedPage } from './sealed-page.ts'

const kilobytes = { workPacket: 61, selfUpdate: 20, ownSealed: 40, letter: 25 } as const
/** Kilobytes that a page has more room for. */
const wider: Readonly<Record<string, { readonly workPacket?: number; readonly selfUpdate?: number }>> = {
  ar: { workPacket: 2 },
  am: { workPacket: 2.5 },
  hi: { workPacket: 5.5, selfUpdate: 1 },
}
const own = { ...org, brand: brandOf('#7a1f5c') }

test.each([...forms.words.keys()])('letters and pages in %s are as small as promised', language => {
  const spoken = words(language)
  // everything that the form can ask; photos and files have their own limits
  const report = callReport().report.map(({ name }) => name)
  const packet = casePacket({ language, report, case: { ...sampleCase, files: [] } })
  const sizes = {
    workPacket: workPage({ packet, spoken }),
    selfUpdate: printOwnForm(selfUpdate(), ownPacket({ language }), spoken, own, forms.ownForm, 'packet-7QK2.txt'),
    ownSealed: sealedPage(ownPacket({ language }), own),
    letter: packetLetter(callReport(), casePacket({ language }), spoken, own, { htmlForm: forms.htmlForm }).html ?? '',
    ownLetter: packetLetter(selfUpdate(), ownPacket({ language }), spoken, own, { htmlForm: forms.ownForm }).html ?? '',
  }
  const { workPacket = 0, selfUpdate: ownMore = 0 } = wider[language] ?? {}
  const limits = {
    ...kilobytes,
    workPacket: kilobytes.workPacket + workPacket,
    selfUpdate: kilobytes.selfUpdate + ownMore,
    ownLetter: kilobytes.letter,
  }
  expect(sizes.letter).toContain('#7a1f5c')
  expect(sizes.ownSealed).toContain('#7a1f5c')
  expect(sizes.selfUpdate).toContain('#7a1f5c')
  expect(sizes.workPacket).toMatch(/ data-place[^]* data-photo/)
  for (const [name, html] of Object.entries(sizes)) {
    expect([name, Buffer.byteLength(html) < limits[name as keyof typeof limits] * 1000]).toEqual([name, true])
  }
})
