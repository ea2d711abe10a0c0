import { tokens } from '@satchel/forms/look/tokens'
import { style } from '@satchel/intake-server/http/page-style'
import { expect, test } from 'vitest'

test('the pages of the intake have the colours of letters and forms, by day and by night', () => {
  const [light, dark] = [...style.matchAll(/:root\{([^}]*)\}/g)].map(([, body = '']) => coloursIn(body))
  expect(Object.keys(light ?? {})).toEqual(Object.keys(dark ?? {}))
  expect(Object.keys(light ?? {})).toContain('accent')
  expect(tokens.light).toMatchObject(light ?? {})
  expect(tokens.dark).toMatchObject(dark ?? {})
})

function coloursIn(body: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...body.matchAll(/--([a-z-]+):(#[0-9a-f]+)/g)].map(([, name = '', value = '']) => [
      name,
      value.length === 4 ? value.replace(/[0-9a-f]/g, '$&$&') : value,
    ]),
  )
}
