// The staff of the sample co-operative get the protection that init was told: a phrase each, or none before a key is there.

import { afterAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makePlace, ownerUrl } from '../helpers/place.ts'

const places: ReturnType<typeof makePlace>[] = []
afterAll(async () => {
  for (const place of places) await place.remove()
})

/** The words of a new home with samples, and who has which protection there. */
async function made(protection: string) {
  const place = makePlace()
  places.push(place)
  const { code, out, err } = await place.satchel('init', '--samples', '--protection', protection)
  expect([code, err]).toEqual([0, ''])
  const staff = (await place.satchel('--json', 'staff', 'list')).json<{ hid: string; protection: string | null }[]>()
  return { place, out, staff: Object.fromEntries(staff.map(({ hid, protection: how }) => [hid, how])) }
}

test('passphrase: each of them has a phrase of their own, shown once by name, and a packet leaves locked', async () => {
  const { place, out, staff } = await made('passphrase')
  const how = 'passphrase'
  expect(staff).toEqual({ office: how, anna: how, baraka: how, grace: how })
  const shown = [...out.matchAll(/^The phrase of (.+), shown this once:\n {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/gm)]
  expect(new Set(shown.map(([, whose]) => whose))).toEqual(
    new Set(['Anna Auma', 'Baraka Mushi', 'Grace Wanjiru', 'the office']),
  )
  expect(new Set(shown.map(([, , phrase]) => phrase)).size).toBe(4)
  expect(out).not.toContain('in the clear')
  const [mine] = (await place.satchel('--as', 'anna', 'query', 'people/mine', '--param', 'limit=1', '--json')).json<
    { hid: string }[]
  >()
  expect(await place.satchel('dispatch', mine?.hid ?? '', '--to', 'anna')).toMatchObject({ code: 0 })
  const packet = await withClient(ownerUrl(place), client =>
    client.query('select packet_protection as how from packet'),
  )
  expect(packet.rows).toEqual([{ how }])
})

test('pgp: nothing is chosen before a key is there, and init says so', async () => {
  const { out, staff } = await made('pgp')
  expect(staff).toEqual({ office: null, anna: null, baraka: null, grace: null })
  expect(out).toContain('satchel staff protection NAME pgp')
  expect(out).not.toMatch(/in the clear|The phrase of/)
})
