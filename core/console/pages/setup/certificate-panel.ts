// Certificates for browsers: of oneself, or of a colleague for an administrator. A new one is a file in the page, with its password beside it;
// neither is kept.

import type { z } from 'zod'
import type { staffCertificates } from '../../../db/calls/console.ts'
import { type Html, html } from '../../page/html.ts'
import { button, chip, icon, notice, nothing, panel, postButton } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

type Row = z.infer<typeof staffCertificates.row>

/** @param path where a revocation is posted to. */
export function certificatePanel(
  say: Say,
  title: string,
  rows: readonly Row[],
  path: string,
  now: Date,
  more: Html | null = null,
): Html {
  const state = ({ until, revoked }: Row) =>
    revoked !== null
      ? chip(say('certificate-is-revoked'), 'bad')
      : until < now
        ? chip(say('certificate-is-over'), 'held')
        : chip(say('certificate-is-good'), 'ok')
  const row = (each: Row) =>
    html`<tr><th scope="row" class="mono">${each.fingerprint.slice(0, 16)}</th><td>${state(each)}</td><td class="soft c1">${say.short(each.made)}</td><td class="soft c1">${say.short(each.until)}</td><td class="num">${each.revoked !== null || each.until < now ? null : postButton(path, say('certificate-revoke'), { do: 'revoke', fingerprint: each.fingerprint }, { isSmall: true, tone: 'bad' })}</td></tr>`
  return panel(
    { id: 'certificates', title, count: say.number(rows.length) },
    html`${rows.length === 0 ? nothing(say('certificate-none')) : html`<div class="tw"><table><thead><tr><th scope="col">${say('certificate-fingerprint')}</th><th scope="col">${say('certificate-state')}</th><th scope="col" class="c1">${say('certificate-made')}</th><th scope="col" class="c1">${say('certificate-until')}</th><th scope="col"><span class="vh">${say('certificate-revoke')}</span></th></tr></thead><tbody>${rows.map(row)}</tbody></table></div>`}${more}`,
  )
}

export const makeForm = (say: Say, path: string): Html =>
  html`<form class="pad flex" method="post" action="${path}"><label for="f-days">${say('certificate-days')}</label><input class="in in-auto" id="f-days" name="days" type="number" min="1" max="825" value="365" required>${button(say('certificate-make'), { name: 'do', value: 'certificate', picture: 'lock' })}</form>`

/** The file lies in the page itself: it is neither written to a disk here nor kept for a second request. */
export const madeNotice = (
  say: Say,
  made: { readonly hid: string; readonly password: string; readonly bytes: Uint8Array },
): Html =>
  notice(
    'held',
    'lock',
    html`<p>${say('certificate-once')}</p><p><a class="btn btn-primary" download="${made.hid}.p12" href="data:application/x-pkcs12;base64,${Buffer.from(made.bytes).toString('base64')}">${icon('file')}${say('certificate-save')}</a></p><p>${say('certificate-password')} <span class="mono strong" id="password">${made.password}</span></p>`,
  )
