// A person's own form that is answered sealed: the page can send by its script alone, and the letter offers no other way.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { describe, expect, test } from 'vitest'
import { sealedPage } from './sealed-page.ts'
import { forms, org, ownPacket, selfUpdate, words } from './samples.ts'

const languages = [...forms.words.keys()]
const markupOf = (page: string) => page.replace(/<script>[^]*<\/script>/, '').replace(/<style>[^]*?<\/style>/g, '')

describe('the page of a sealed form', () => {
  test('has no form that could post, in any language: its buttons are off until the script turns them on', () => {
    for (const language of languages) {
      const page = sealedPage(ownPacket({ language }))
      const markup = markupOf(page)
      expect(markup).not.toMatch(/<form|action=|formaction|type="submit"|\son[a-z]+=|javascript:/i)
      const buttons = [...markup.matchAll(/<button[^>]*>/g)].map(([tag]) => tag)
      expect(buttons).toHaveLength(2)
      for (const tag of buttons) expect(tag).toMatch(/type="button" disabled>/)
      // what it says without a script stands there in words
      expect(markup).toContain(words(language).texts.get('own-sealed-plain')?.replaceAll("'", '&#x27;'))
    }
  })

  test('lets its own script run and send to the intake, and nothing post anywhere', () => {
    const policy =
      /content="(default-src[^"]*)"/.exec(sealedPage())?.[1]?.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=') ?? ''
    const { source } = forms.scripts.get('own-sealed') ?? { source: '' }
    expect(policy).toContain(`script-src ${source}; connect-src https://intake.example.org; form-action 'none'`)
    expect(policy).toMatch(/^default-src 'none'/)
  })

  test('shows the same rows as the plain one', () => {
    const page = sealedPage()
    for (const said of [
      'Jimmy, is this still right?',
      '+256 700 000 001',
      'Yes, nothing has changed',
      'Send my changes',
    ])
      expect(page).toContain(said)
    expect(page).toContain('name="row.contact-point.c81.value"')
  })
})

describe('the letter of a sealed form', () => {
  test('has the page alone: no text form, no link that opens an answer, in any language', () => {
    for (const language of languages) {
      const packet = ownPacket({ language })
      const parts = { htmlForm: forms.ownForm, page: sealedPage(packet), isSealed: true, answerLinks: true }
      const letter = packetLetter(selfUpdate(), packet, words(language), org, parts)
      expect(letter.attachments.map(({ name }) => name)).toEqual(['packet-7QK2.html'])
      for (const body of [letter.text, letter.html ?? '']) {
        expect(body).not.toMatch(/mailto:|\[end\]|Okello|\+256/)
        expect(body).toContain('packet-7QK2.html')
      }
    }
  })
})
