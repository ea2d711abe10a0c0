// Days on the packet page: as of the packet's own day, whenever somebody opens it.

import { expect, test } from 'vitest'
import { workPage } from '../browser/work-page.ts'
import { casePacket, sameText, sampleCase } from './samples.ts'

test('says as of its own day what is over, with the year of a day far away, and each promise once', () => {
  const { why: _, ...about } = sampleCase
  const late = {
    ...about,
    promises: [{ text: 'Call with the date', due: '2026-02-26' }],
    tasks: [{ text: 'Measure the plot', due: '2026-11-21' }],
    contacts: [{ date: '2026-01-27', kind: 'call', outcome: 'call-back' }],
  }
  const of = (more: object) => workPage({ packet: casePacket({ case: { ...late, ...more } }) })
  const text = sameText(of({ why: 'He asked.' }))
  expect(text).toMatch(/Promised Call with the date, overdue since 26 Feb 2026 /)
  expect(text).toMatch(/Measure the plot, overdue since 21 Nov /)
  expect(text).toContain('call back, 27 Jan 2026')
  expect(of({ why: 'He asked.' }).match(/<b class="?over"?>/g)).toHaveLength(2)
  expect(sameText(of({})).match(/Call with the date/g)).toHaveLength(1)
  expect(sameText(of({}))).toContain('Promised: Call with the date, overdue since 26 Feb 2026.')
})
