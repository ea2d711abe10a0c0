// How the letters of a colleague are protected, for administrators: the choice, a new phrase, their key once its fingerprint was compared, and
// what travels with their letters. A phrase is shown once.

import type { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import { staffLetters } from '../../../db/calls/staff.ts'
import { Protection } from '../../../db/shapes/packets.ts'
import { confirmProtection } from '../../../staff/confirm-staff.ts'
import { changeProtection } from '../../../staff/protect-staff.ts'
import { importStaffKey, showStaffKeys } from '../../../staff/staff-key.ts'
import { changeLetters } from '../../../staff/staff-letters.ts'
import { renewPhrase } from '../../../staff/staff-phrase.ts'
import { type Html, html } from '../../page/html.ts'
import type { Visit } from '../../page/page.ts'
import { button, notice, panel, postButton } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { choiceField, textField } from './setup-fields.ts'

type Key = z.infer<typeof showStaffKeys.result>[number]

export interface LetterState {
  readonly key: Key | null
  readonly packetFile: boolean
  readonly answerLinks: boolean
  /** What a restore brought back counts again when somebody says so. */
  readonly waits: boolean
}

/** @param isActive one who has left gets no letters. */
export async function letterState(context: Context, hid: string, isActive: boolean): Promise<LetterState | null> {
  if (!isActive) return null
  const [key = null] = await showStaffKeys(context, { hid })
  const now = await context.asStaff(database => database.run(staffLetters, { staff: hid }))
  if (now === null) return null
  return { key, packetFile: now.packet_file, answerLinks: now.answer_links, waits: now.restored }
}

export function protectionPanel(say: Say, path: string, { key, packetFile, answerLinks, waits }: LetterState): Html {
  const chosen = key?.protection ?? null
  const options = [
    ...(chosen === null ? [['', say('staff-not-chosen')] as const] : []),
    ...Protection.options.toReversed().map(each => [each, say(`staff-protection-${each}`)] as const),
  ]
  const onOff = [
    ['on', say('staff-on-word')],
    ['off', say('staff-off-word')],
  ] as const
  const state = (is: boolean) => (is ? 'on' : 'off')
  const known =
    key?.fingerprint == null
      ? say('staff-key-none')
      : html`${say('staff-key-now')} <span class="mono small">${grouped(key.fingerprint)}</span>${key.expires === null ? null : html`, ${say('staff-key-ends')} ${say.short(key.expires)}`}`
  return panel(
    { id: 'protection', title: say('staff-protection') },
    html`<div class="pad stack">${waits ? notice('held', 'warn', html`<p>${say('staff-confirm-how')}</p>${postButton(path, say('staff-confirm'), { do: 'confirm' }, { isSmall: true })}`) : null}
<form class="flex" method="post" action="${path}">${choiceField({ name: 'protection', label: say('staff-protection'), value: chosen ?? '', options, help: say('staff-protection-help') })}${button(say('setup-save'), { name: 'do', value: 'protection' })}</form>
<div class="stack-s"><p class="soft">${say('staff-phrase-how')}</p>${postButton(path, say('staff-phrase-new'), { do: 'phrase' }, { picture: 'lock' })}</div>
<form class="stack-s" method="post" action="${path}" enctype="multipart/form-data"><p>${known}</p><div class="grid-f"><div class="f"><label for="f-key">${say('staff-key')}</label><input class="in" id="f-key" name="key" type="file" required accept=".asc,.gpg,.pgp,.key,.eml"></div>${textField({ name: 'fingerprint', label: say('staff-fingerprint'), value: '', help: say('staff-fingerprint-help'), most: 100, isRequired: true })}</div><div class="flex">${button(say('staff-key-keep'), { name: 'do', value: 'key' })}</div></form>
<form class="flex" method="post" action="${path}">${choiceField({ name: 'packet-file', label: say('staff-packet-file'), value: state(packetFile), options: onOff })}${choiceField({ name: 'answer-links', label: say('staff-answer-links'), value: state(answerLinks), options: onOff, help: say('staff-answer-links-help') })}${button(say('setup-save'), { name: 'do', value: 'letters' })}</form></div>`,
  )
}

/** In groups of four, as programs show it. */
const grouped = (fingerprint: string) => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')

/** An act on the protection of a colleague. @returns what is to be shown this once, or the word that says that it is done. */
export async function changeLettersOf({ context, form, say }: Visit, hid: string): Promise<Html | string | null> {
  const once = (phrase: string | null, more: Html | null = null) =>
    phrase === null
      ? 'staff-changed'
      : notice(
          'held',
          'lock',
          html`<p>${say('staff-phrase-once', { name: hid })}</p><p class="mono strong" id="phrase">${phrase}</p>${more}`,
        )
  switch (form.get('do')) {
    case 'protection':
      return once((await changeProtection(context, { hid, protection: form.get('protection') })).phrase)
    case 'phrase': {
      const { phrase, revoked } = await renewPhrase(context, { hid })
      const told =
        revoked.length === 0
          ? null
          : html`<p>${say('staff-phrase-revoked')} <span class="mono">${revoked.join(', ')}</span></p>`
      return once(phrase, told)
    }
    case 'key': {
      const bytes = new Uint8Array(form.file('key')?.bytes ?? [])
      await importStaffKey(context, { hid, bytes, fingerprint: form.get('fingerprint') })
      return 'staff-key'
    }
    case 'letters': {
      const isOn = (name: string) => form.get(name) === 'on'
      await changeLetters(context, { hid, packetFile: isOn('packet-file'), answerLinks: isOn('answer-links') })
      return 'staff-changed'
    }
    case 'confirm':
      await confirmProtection(context, { hid, all: false })
      return 'staff-changed'
    default:
      return null
  }
}
