import { expect, test } from 'vitest'
import { asGmail, asOutlook, withoutStyles } from '../browser/mail-styles.ts'

const html =
  '<style>p{color:red}</style><p class="x" style="color:#111;display:flex;margin:0 0 4px;padding:9px">a <a style="display:block;position:absolute;border-radius:8px;color:var(--ink)" href="tel:1">b</a></p>'

test('a letter loses what the programs do not keep', () => {
  expect(asGmail(html)).toBe(
    '<p style="color:#111;margin:0 0 4px;padding:9px">a <a style="display:block;border-radius:8px" href="tel:1">b</a></p>',
  )
  expect(asOutlook(html)).toBe('<p style="color:#111;margin:0 0 4px">a <a style="" href="tel:1">b</a></p>')
  expect(withoutStyles(html)).toBe('<p style="">a <a style="" href="tel:1">b</a></p>')
})
