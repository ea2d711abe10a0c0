// What people read around the form in a text form: a few lines and the case above it, the rules below it.

import { printTextForm } from '@satchel/forms/text/text-form-print'
import { expect, test } from 'vitest'
import { callReport, casePacket, ownPacket, samplePacket, selfUpdate, words } from './samples.ts'

const def = callReport()
const languages = ['en', 'sw', 'fr', 'de']

test('opens with a few lines in plain words; rules and names of rows stand where they disturb least', () => {
  for (const language of languages)
    for (const [form, packet] of [
      [def, samplePacket({ language, background: [] })],
      [selfUpdate(), ownPacket({ language })],
    ] as const) {
      const text = printTextForm(form, packet, words(language))
      const [above = '', rest = ''] = text.split('\n[form]\n')
      const [labels = '', rules = ''] = rest.split('\n[end]\n')
      const opening =
        above
          .split(/\n\n(?=.*\n-{3})/)[0]
          ?.split('\n')
          .filter(line => !/^-*$/.test(line)) ?? []
      expect(opening.length).toBeLessThanOrEqual(8)
      expect(text).not.toMatch(/^\|/m)
      expect(`${above}\n${labels}`.match(/^.*\b(?:[aco]\d+|new-\d)\b(?!\)\]?$).*$/gm)).toBeNull()
      expect(rules).toContain('(delete)')
    }
})

test('tells the case of a packet of version 2', () => {
  const packet = casePacket({ report: def.report.map(({ name }) => name) })
  const [guide = '', blocks = ''] = printTextForm(def, packet, words('en')).split('[form]')
  for (const line of [
    '- Jimmy Okello, Gulu, Northern Region',
    '- Why now: He asked twice for the price of maize seed.',
    '- call back with the price, by 2026-11-24',
    '- Land: Land report, in this stage for 34 days (usually 30); next:\n  Exchange of goods',
    '- 2026-11-12 call (a colleague), not reached',
    '- brother: Elias Okello, +256 700 000 003',
    '- D-4 Maize seed, 20 bags, Quote, 250000 UGX, by 2026-12-15',
    '- price-list.txt (1 KB)',
  ])
    expect(`\n${guide}`).toContain(`\n${line}\n`)
  expect(blocks.split('[end]')[1]).toContain('\n- Photos - attach them to your answer to the letter\n')
  expect(blocks).toContain('[Place]')
  expect(blocks).not.toContain('[Photos]')
})
