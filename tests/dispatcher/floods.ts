// Mails that are made to be slow: each is little to send and much to read, in one place of a mail.

import { mailMaxima } from '@satchel/dispatcher/mail-limits'

const head = 'From: mallory@evil.example\r\nTo: core@kilimo.example\r\nMIME-Version: 1.0\r\n'

/** A mail that begins so and goes on with one thing until it is as long as asked. */
const filled = (start: string, unit: string, end = '') => {
  const begin = Buffer.from(`${head}${start}`)
  return (bytes: number): Uint8Array =>
    Buffer.concat([begin, Buffer.alloc(Math.max(bytes - begin.length - end.length, 0), unit), Buffer.from(end)])
}

/** As much as the header lines of a mail may be. */
const inHeader = (start: string, unit: string, end = '') => {
  const make = filled(start, unit, `${end}\r\n\r\nx`)
  return (): Uint8Array => make(mailMaxima.headerBytes - 100)
}

const numbered = (start: string, one: (index: number) => string) => () => {
  let parameters = ''
  for (let index = 0; parameters.length < mailMaxima.headerBytes - 1000; index++) parameters += `; ${one(index)}`
  return Buffer.from(`${head}${start}${parameters}\r\n\r\nx`)
}

const mixed = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
const html = 'Content-Type: text/html\r\n\r\n'
const base64 = 'Content-Transfer-Encoding: base64\r\n\r\n'
const open = (depth: number) =>
  Array.from({ length: depth }, (_, at) => {
    const boundary = 'b'.repeat(60) + at
    return `Content-Type: multipart/mixed; boundary=${boundary}\n\n--${boundary}\n`
  }).join('')

/** Refused, whatever their size. */
export const refused = {
  'parts of nothing': filled(mixed, '--b\n\n'),
  'parts of one letter': filled(mixed, '--b\n\nx\n\n'),
  'parts with a header': filled(mixed, '--b\nA: b\n\nx\n'),
  'parts in parts': filled('', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'),
  'lines that nearly begin a part': filled(`${open(19)}\n`, `--${'b'.repeat(60)}x\n`),
  'mails in mails': filled('', 'Content-Type: message/rfc822\n\n'),
  'empty lines': filled('\r\n', '\n'),
  'base64 of nothing': filled(base64, '\n'),
  'base64 of one letter a line': filled(base64, 'A\n'),
  'soft line breaks': filled('Content-Transfer-Encoding: quoted-printable\r\n\r\n', '=\n'),
  'flowed lines': filled('Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n', '> a \n'),
  'header lines': filled('', 'A:\n'),
  'one header': filled('X: ', 'y'),
  'folded lines': filled('X: y\n', ' y\n'),
  'headers of a report': filled(
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n',
    'Status: 5.1.1\n\n',
  ),
  'text without end': filled('Content-Type: text/plain\r\n\r\n', 'x'),
  'text of two bytes a letter': filled('Content-Type: text/plain; charset=utf-16le\r\n\r\n', 'a\0'),
  'shifts between character sets': filled(
    'Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n',
    '\u001B$B$"\u001B(B',
  ),
  'HTML elements in elements': filled(html, '<div>'),
  'HTML in every part': () =>
    Buffer.from(`${head}${mixed}${`--b\n${html}${'<p>'.repeat(20_000)}\n`.repeat(150)}--b--\n`),
} as const

/** Read, since nothing of it is more than a mail may have, and not slowly. */
export const borne = {
  addresses: inHeader('Cc: ', 'a@b.cd,'),
  'addresses with names': inHeader('Cc: ', '=?x?b?QQ==?= <a@b.cd>,'),
  'groups of addresses': inHeader('Cc: ', 'a:'),
  'quotes and comments among addresses': inHeader('Cc: ', '"<(\\'),
  'headers of one address': inHeader('', 'Cc: a@b.cd\n'),
  'encoded words': inHeader('Subject: ', '=?utf-8?q?a?= '),
  'encoded words of no character set': inHeader('Content-Disposition: attachment; filename="', '=?a?q?=?= ', '"'),
  'beginnings of encoded words': inHeader('Subject: ', '=?'),
  'comments in comments': inHeader('Content-Type: text/plain ', '('),
  'comments among results': inHeader('Authentication-Results: mx.kilimo.example; ', '('),
  results: inHeader('Authentication-Results: mx.kilimo.example; ', 'dkim=pass header.d=a; '),
  folds: inHeader('X: y\n', ' y\n'),
  parameters: numbered('Content-Type: text/plain', index => `a${index}=b`),
  'pieces of one parameter': numbered('Content-Type: text/plain', index => `name*${index}*=%41`),
  'parameters of one piece': numbered('Content-Type: text/plain', index => `a${index}*0*=utf-8''%41`),
  'HTML quotes in quotes': () => filled(html, '<blockquote>x')(2 * 1024 * 1024),
  'one line of base64': filled(`Content-Type: application/pdf\r\n${base64}`, 'QUJD'),
  'base64 as programs write it': filled(`Content-Type: application/pdf\r\n${base64}`, `${'QUJD'.repeat(19)}\r\n`),
} as const

export const floods = { ...refused, ...borne }
export type Flood = keyof typeof floods
