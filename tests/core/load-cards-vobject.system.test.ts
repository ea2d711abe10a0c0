// Cards of vobject, which knows nothing of ours: any values that it writes come back, and it reads what we write.

import { spawnSync } from 'node:child_process'
import { readPeople } from '@satchel/core/files/read-people'
import { cardText } from '@satchel/core/files/vcard/vcard-write'
import { constantFrom, integer, record, sample, string, tuple } from 'fast-check'
import { expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'

/** Debian's own: another python3 that comes first on the way has other packages. */
const python = '/usr/bin/python3'
const run = (program: string, input: string) => {
  const { stdout, stderr, status } = spawnSync(python, ['-c', program], { input, maxBuffer: 64 * 1024 * 1024 })
  expect(stderr.toString('utf8')).toBe('')
  expect(status).toBe(0)
  return stdout
}

const write = `
import json, sys, vobject
for one in json.load(sys.stdin):
    card = vobject.vCard()
    card.add('n').value = vobject.vcard.Name(family=one['family'], given=one['given'], prefix=one['prefix'])
    card.add('fn').value = one['given'] + ' ' + one['family']
    card.add('adr').value = vobject.vcard.Address(street=one['line1'] + '\\n' + one['line2'], city=one['city'], code=one['postcode'])
    card.add('note').value = one['note']
    card.add('bday').value = one['born']
    tel = card.add('tel')
    tel.value = one['phone']
    tel.type_param = ['CELL', 'VOICE']
    card.add('email').value = one['email']
    card.add('uid').value = one['uid']
    sys.stdout.buffer.write(card.serialize().encode('utf-8'))
`
const read = `
import json, sys, vobject
found = []
for card in vobject.readComponents(sys.stdin.buffer.read().decode('utf-8')):
    found.append({'given': card.n.value.given, 'family': card.n.value.family, 'prefix': card.n.value.prefix, 'note': card.note.value,
        'line1': card.adr.value.street, 'line2': card.adr.value.extended, 'city': card.adr.value.city, 'postcode': card.adr.value.code,
        'born': card.bday.value, 'phone': card.tel.value, 'email': card.email.value})
json.dump(found, sys.stdout)
`

const sign = constantFrom(...'aZé山Ünß;:"=\'^n %(.-😀', 'a\u0301')
const words = (max: number) =>
  tuple(constantFrom('A', 'Zoë', '山', 'Ж'), string({ unit: sign, maxLength: max })).map(([first, rest]) =>
    (first + rest).normalize('NFC').replaceAll(/\s+/g, ' ').trim(),
  )
const person = record({
  given: words(30),
  family: words(30),
  prefix: words(20),
  note: tuple(words(200), words(90)).map(lines => lines.join('\n')),
  line1: words(60),
  line2: words(60),
  city: words(30),
  postcode: integer({ min: 1000, max: 99_999 }).map(String),
  phone: integer({ min: 100, max: 999_999 }).map(number => `+255 700 ${number}`),
  email: constantFrom("o'brien@example.org", 'a+b@example.org'),
  born: integer({ min: -900_000_000_000, max: 1_700_000_000_000 }).map(time =>
    new Date(time).toISOString().slice(0, 10),
  ),
})

systemTest(['python3'], 'cards that vobject writes load as they were given', () => {
  const people = sample(person, 300).map((one, place) => ({ ...one, uid: `key-${place}` }))
  const { rows, faults, told } = readPeople(run(write, JSON.stringify(people)), { maps: [] })
  const back = rows.map(({ line: _line, contacts, address, faults: wrong, ...row }) => ({
    ...row,
    ...address,
    phone: contacts.find(({ kind }) => kind === 'phone')?.value,
    email: contacts.find(({ kind }) => kind === 'email')?.value,
    ...(wrong.length === 0 ? {} : { wrong }),
  }))
  expect(back).toEqual(people)
  expect([...faults, ...told]).toEqual([])
})

systemTest(['python3'], 'vobject reads the cards that we write', () => {
  const people = sample(person, 300)
  const cards = people.map(({ given, family, ...rest }) =>
    cardText({ ...rest, 'given-name': given, 'family-name': family }),
  )
  expect(JSON.parse(run(read, cards.join('')).toString('utf8'))).toEqual(people)
})
