// Reports of mail servers that write no RFC 3464: qmail, Exim, hMailServer, old Postfix and Sendmail. They tell people in
// a sentence what happened.

import { type Fate, maxRead, type Report } from './delivery-status.ts'
import { addressesOf } from '../mail-read/mail-addresses.ts'
import type { Signs } from './mail-signs.ts'

/** Behind a reply code or a hash it is a status, and no date or version. */
const sureStatus = /(?:\b[45]\d\d[ -]|#)([45]\.[0-7]\.\d{1,2})(?![\d.])/g
const anyStatus = /(?:^|[\s#(])([45]\.[0-7]\.\d{1,3})(?![\d.])/

const failures = new RegExp(
  [
    'undeliver(ed|able)|returned mail|failure notice|mail delivery (failed|failure|system|error)|delivery (failure|failed|error)',
    'delivery status notification|message (undeliverable|could not be delivered|delivery failure)|non[- ]?deliver(y|able)',
    'unzustellbar|nicht zustellbar|nicht zugestellt|zustellung fehlgeschlagen|fehler bei der zustellung',
    'échec (de (la )?)?(remise|livraison|distribution)|non remis|non distribué|n.a pas pu être (remis|distribué)',
    'no se (pudo|puede) entregar|no entregado|error de entrega|mancata consegna|impossibile recapitare|non recapitat',
    'falha na entrega|não (foi )?(possível entregar|entregue)|onbestelbaar|niet bezorgd|kunne ikke leveres|kunde inte levereras',
    'niedostarcz|nie można dostarczyć|nie dostarczono|не доставлен|недоставлен|не удалось доставить|teslim edilemedi',
    '退信|无法送达|無法傳遞|配信不能|配信できません|반송',
  ].join('|'),
  'iu',
)

const delaySubject = /\bdelay(ed)?\b|^warning: could not send|verzöger|retard[éa]|vertraag|ritardo|försenad/iu
const delayText =
  /\bwarning (message )?only\b|\b(do|need) not (need to )?resend\b|\bnot yet been delivered\b|\bdelivery attempts will continue\b|\bwill (be retried|keep trying|continue (to try|trying))\b/i
const successSubject =
  /^(successful mail delivery|delivery receipt|delivered: |relayed: )|\((success|relay(ed)?)\)\s*$/i

const textOf = (signs: Signs) => signs.parts.text.slice(0, maxRead)

/** The words of a server that could not deliver: no person writes a subject like that, or a reply code with its status. */
export const saysFailure = (signs: Signs) =>
  failures.test(signs.subject) || delaySubject.test(signs.subject) || textOf(signs).search(sureStatus) >= 0

export function readTextReport(signs: Signs): Report {
  const [recipient = ''] = addressesOf(signs.parts.headers, 'x-failed-recipients')
  const fate = fateInWords(signs)
  return { status: fate === 'delivered' ? '2.0.0' : statusIn(textOf(signs), fate), recipient, fate }
}

function fateInWords(signs: Signs): Fate {
  if (successSubject.test(signs.subject)) return 'delivered'
  return delaySubject.test(signs.subject) || delayText.test(textOf(signs)) ? 'delayed' : 'failed'
}

function statusIn(text: string, fate: Fate): string {
  const sure = [...text.matchAll(sureStatus)].flatMap(([, status]) => status ?? [])
  const said = sure.find(status => status.startsWith('5')) ?? sure[0] ?? anyStatus.exec(text)?.[1]
  // words alone are read differently by everybody: they mark no address
  return said ?? (fate === 'delayed' ? '4.0.0' : '5.0.0')
}
