// Packets on paper in a real Chromium: each begins a page, nothing is cut off at the edge, on A4 and on Letter, in every language.

import { printPaper } from '@satchel/forms/page/print-page'
import { describe, expect } from 'vitest'
import { callReport, casePacket, org, words } from '../forms/samples.ts'
import { systemTest } from '../helpers/system.ts'
import { browserProgram, withPage } from './browser.ts'

const paper = (language: string) => ({
  form: callReport(),
  packet: casePacket(),
  words: words(language),
  organization: org,
  recipient: 'Anna Mushi',
  code: 'K7QM-2X4T',
})
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0

describe('packets to print', () => {
  for (const language of ['en', 'de', 'fr', 'sw'])
    systemTest([browserProgram], `begin a page each and fit A4 and Letter in ${language}`, async () => {
      await withPage({}, async page => {
        const wide: string[] = []
        for (const [format, millimetres] of [
          ['A4', 210],
          ['Letter', 216],
        ] as const) {
          const print = async (count: number) => {
            await page.setContent(printPaper(Array.from({ length: count }, () => paper(language))))
            return pagesOf(await page.pdf({ format, preferCSSPageSize: false }))
          }
          const one = await print(1)
          expect(one).toBeGreaterThan(0)
          expect(await print(3)).toBe(3 * one)
          // as wide as the paper between its margins
          await page.emulateMedia({ media: 'print' })
          await page.setViewportSize({ width: Math.floor(((millimetres - 24) / 25.4) * 96), height: 900 })
          if (
            await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')
          )
            wide.push(format)
          await page.emulateMedia({ media: null })
        }
        expect(wide).toEqual([])
      })
    })
})
