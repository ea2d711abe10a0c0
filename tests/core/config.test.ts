// Settings: untrusted becomes trusted at once, with all faults together.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkSettings, homeFolder, intakePage, mailTrust, readSettings, variableOf } from '@satchel/core/home/settings'
import { Problem } from '@satchel/protocol/problem'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'satchel-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const least = { organisation: 'Kilimo', mail: 'core@kilimo.example' }

function problemOf(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('settings', () => {
  test('need an organisation and an address, and have defaults for the rest', () => {
    expect(checkSettings(least, 'here')).toEqual({
      ...least,
      callingCode: '',
      osUser: 'satchel',
      operator: 'office',
      inbox: 'inbox',
      inboxTrust: 'local',
      mailServers: [],
      smtpPerHour: 500,
      intakes: [],
      consoleListen: '127.0.0.1:8480',
      consoleTls: false,
      everySeconds: 60,
      ownForms: 'plain',
      packetDays: 30,
      keepDays: 30,
    })
    const faults = problemOf(() => checkSettings({}, 'here')).message
    expect(faults).toContain('organisation: ')
    expect(faults).toContain('mail: ')
  })

  test('take lists from the environment with spaces between, and trust our own mailbox only', () => {
    const settings = checkSettings({ ...least, intakes: ' http://10.0.0.1:8081  /media/stick ' }, 'here')
    expect(settings.intakes).toEqual(['http://10.0.0.1:8081', '/media/stick'])
    expect(mailTrust(settings)).toBe('local')
    expect(mailTrust(checkSettings({ ...least, mailIn: '/var/mail/us' }, 'here'))).toBe('none')
    expect(mailTrust(checkSettings({ ...least, imapUrl: 'imaps://us@imap.example.org' }, 'here'))).toBe('none')
    expect(mailTrust(checkSettings({ ...least, mailTrust: 'none' }, 'here'))).toBe('none')
  })

  test('give the pages of the intake below its address', () => {
    for (const intakeUrl of ['https://in.example.org', 'https://in.example.org/', 'https://in.example.org/forms']) {
      expect(intakePage(checkSettings({ ...least, intakeUrl }, 'here'), 'reply')).toBe(
        `${intakeUrl.replace(/\/$/, '')}/reply`,
      )
    }
    expect(intakePage(checkSettings(least, 'here'), 'reply')).toBeNull()
  })

  test('name every fault at once, unknown keys too', () => {
    const problem = problemOf(() =>
      checkSettings({ ...least, packetDays: 'many', inboxTrust: 'all', databaseUrl: 'mysql://x', colour: 1 }, 'here'),
    )
    expect([problem.code, problem.exit]).toEqual(['config/wrong', 2])
    for (const fault of ['4 faults', 'packetDays: ', 'inboxTrust: ', 'databaseUrl: ', 'colour: no such setting'])
      expect(problem.message).toContain(fault)
  })

  test.each([
    ['packetDays', 1, 365],
    ['keepDays', 1, 3650],
  ])('%s is taken from %i to %i and not one beyond', (key, lowest, highest) => {
    for (const value of [lowest, highest])
      expect(checkSettings({ ...least, [key]: value }, 'here')).toMatchObject({ [key]: value })
    for (const value of [lowest - 1, highest + 1])
      expect(problemOf(() => checkSettings({ ...least, [key]: value }, 'here')).message).toContain(`${key}: `)
  })

  test.each([
    'a b@example.org',
    'a@example.org, b@example.org',
    'Anna <a@example.org>',
    'a@example.org\r\nBcc: b@example.org',
    '@',
    '',
  ])('refuse %j as an address', mail => {
    expect(problemOf(() => checkSettings({ ...least, mail }, 'here')).message).toContain('mail: must be one plain')
  })
})

describe('the environment', () => {
  test('names each setting in capitals', () => {
    expect(variableOf('packetDays')).toBe('SATCHEL_PACKET_DAYS')
    expect(variableOf('mail')).toBe('SATCHEL_MAIL')
  })

  test('wins over the file; DATABASE_URL is known, SATCHEL_DATABASE_URL wins over it; an empty one is none', () => {
    writeFileSync(join(folder, 'satchel.json'), JSON.stringify({ ...least, packetDays: 10 }))
    const url = 'postgresql://a@b/c'
    expect(readSettings(folder, {}).packetDays).toBe(10)
    expect(readSettings(folder, { SATCHEL_PACKET_DAYS: '20' }).packetDays).toBe(20)
    expect(readSettings(folder, { SATCHEL_PACKET_DAYS: '' }).packetDays).toBe(10)
    expect(readSettings(folder, { DATABASE_URL: url }).databaseUrl).toBe(url)
    expect(readSettings(folder, { DATABASE_URL: 'x', SATCHEL_DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  test('names the home folder, unless an option does', () => {
    expect(homeFolder('/a', { SATCHEL_HOME: '/b' })).toBe('/a')
    expect(homeFolder(undefined, { SATCHEL_HOME: '/b' })).toBe('/b')
    expect(homeFolder(undefined, {})).toBe(join(process.cwd(), '.satchel'))
  })
})

test('a file that is no JSON object is refused without saying back what stands in it', () => {
  for (const text of ['', '[]', 'null', '"Geheimnis"', '{"databaseUrl": Geheimnis}']) {
    writeFileSync(join(folder, 'satchel.json'), text)
    const problem = problemOf(() => readSettings(folder, {}))
    expect(problem.code).toBe('config/wrong')
    expect(problem.message).not.toContain('Geheimnis')
  }
  expect(problemOf(() => readSettings(join(folder, 'nowhere'), {})).code).toBe('home/missing')
})
