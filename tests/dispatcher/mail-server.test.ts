import { readMailServer } from '@satchel/dispatcher/mail-server'
import { describe, expect, test } from 'vitest'

describe('the address of a server', () => {
  test.each([
    ['smtps://mail.example.org', 'implicit', 'mail.example.org', 465, null],
    ['smtp://mail.example.org', 'starttls', 'mail.example.org', 587, null],
    [
      'smtp://core%40kilimo.example@mail.example.org:2525/',
      'starttls',
      'mail.example.org',
      2525,
      'core@kilimo.example',
    ],
    ['smtp://localhost:25', 'none', 'localhost', 25, null],
    ['smtp://127.0.0.1', 'none', '127.0.0.1', 587, null],
    ['smtp://[::1]', 'none', '::1', 587, null],
    ['smtps://localhost', 'implicit', 'localhost', 465, null],
    ['smtp://127.evil.example', 'starttls', '127.evil.example', 587, null],
  ])('%s', (url, security, host, port, user) => {
    expect(readMailServer(url, 'smtp')).toEqual({ security, host, port, user })
  })

  test('IMAP has its own names and ports', () => {
    expect(readMailServer('imaps://a@mail.example.org', 'imap')).toMatchObject({ security: 'implicit', port: 993 })
    expect(readMailServer('imap://mail.example.org', 'imap')).toMatchObject({ security: 'starttls', port: 143 })
    expect(readMailServer('imap://mail.example.org', 'imap', true)).toMatchObject({ security: 'none' })
  })

  test.each([
    '',
    'mail.example.org',
    'https://mail.example.org',
    'imap://a',
    'smtp://u:secret@a',
    'smtp://a/path',
    'smtp://a?x=1',
  ])('%j is refused, and not repeated', url => {
    const error = (() => {
      try {
        return readMailServer(url, 'smtp')
      } catch (caught) {
        return caught
      }
    })()
    expect(error).toMatchObject({ code: 'mail-server/not-valid' })
    expect(String(error)).not.toContain('secret')
  })
})
