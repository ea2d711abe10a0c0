// What the script of a locked page does, for tests without a browser; and what a stranger can read of a mail.

import { createDecipheriv, hkdfSync, pbkdf2Sync } from 'node:crypto'

/** @throws an error where the phrase is another one. */
export function unlockPage(page: string, phrase: string): string {
  const found =
    /<div id="sealed"[^>]*data-packet="([^"]*)" data-salt="([^"]*)" data-rounds="([^"]*)" data-own="([^"]*)" data-nonce="([^"]*)">([^<]*)</
  const [, packet = '', salt = '', rounds = '', own = '', nonce = '', sealed = ''] = (found.exec(page) ?? []).map(
    text => text.replaceAll('&#x3D;', '='),
  )
  const bytes = Buffer.from(sealed, 'base64')
  const derived = pbkdf2Sync(phrase.replaceAll('-', ''), Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256')
  const context = Buffer.from(`satchel-locked-page 1 ${packet}`)
  const key = Buffer.from(hkdfSync('sha256', derived, Buffer.from(own, 'base64'), context, 32))
  const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'))
  cipher.setAAD(context)
  cipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]).toString('utf8')
}

/** All that anybody on the way reads of a mail: its bytes, and every run of base64 and quoted-printable in it decoded, again and again. */
export function readable(mail: string, depth = 3): string {
  const quoted = mail
    .replace(/=\r?\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, run => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
  const runs = depth === 0 ? [] : [...quoted.matchAll(/(?:[A-Za-z0-9+/]{16,}={0,2}\s{0,2})+/g)].map(([run]) => run)
  const decoded = runs.map(run => Buffer.from(run, 'base64').toString('utf8'))
  return [mail, quoted, ...decoded.map(text => readable(text, depth - 1))].join('\n')
}
