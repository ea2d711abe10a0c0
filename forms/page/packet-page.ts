// A work packet as one HTML file: opens from a mail attachment, is read and filled in without a network, and posts without its
// script. Values reach the page only through the template, which escapes them; no value is ever put into markup here.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import type { PageScript } from '../loader.ts'
import { inputsMax } from '../html/html-form.ts'
import { type HtmlTemplate, type Organization, pageFrame } from '../html/page-frame.ts'
import { oneLine } from '../clean-text/plain-text.ts'
import { contactsOf, numberToCall, showsContacts } from '../definition/reach.ts'
import { doubtOf } from '../letters/case-blocks.ts'
import { checkFits, fixedValues } from '../text/text-form-print.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'
import { askView, sideView, telephone } from './page-case.ts'
import { shortDay } from './page-dates.ts'
import { letterDay } from '../letters/letter-dates.ts'
import { collectionRows, fieldRows, type PageRow } from './page-record.ts'
import { reportBoxes, reportView, stepChips, dayChips } from './page-report.ts'

export interface PacketPageParts {
  readonly template: HtmlTemplate
  readonly script: PageScript
  /** Sealing parts of the core's and the recovery key. Without them the page cannot send by itself. */
  readonly keys?: readonly [core: string, recovery: string] | undefined
  /** Whether an answer may leave unsealed: by the page's form without a script, or as a mail. */
  readonly plain: boolean
}

/**
 * Prints the page. With `packet.replyTo.web` it posts there without a script; without it, or with more inputs than the intake takes,
 * it shows the record and says how to answer. Same input, same bytes.
 * @throws Problem packet/other-form.
 */
export function printPacketPage(
  def: FormDefinition,
  packet: Packet,
  words: Words,
  org: Organization,
  parts: PacketPageParts,
): string {
  checkFits(def, packet)
  const report = reportView(def, packet, words)
  const rows = collectionRows(def, packet, words)
  const fields = fieldRows(def, packet, words)
  const shown = [...[...rows, ...fields].flatMap(({ controls }) => controls), ...reportBoxes(report)].map(
    ({ name }) => name,
  )
  const web = parts.plain && shown.length + 1 <= inputsMax ? packet.replyTo.web : undefined
  const name = nameOf(packet)
  const page = parts.template.render({
    ...pageFrame(parts.template, words, org, {
      title: `${inLanguage(def.title, words.language)} ${packet.id}`,
      url: packet.replyTo.web?.url,
      scripts: [parts.script.source],
      pictures: ['data:'],
    }),
    action: web?.url ?? '',
    hidden: web === undefined ? [] : hiddenInputs(packet, shown),
    head: headView(def, packet, name, words),
    ask: askView({ def, packet, words }),
    report,
    chips: stepChips(words),
    dayChips: dayChips(words),
    data: pageData(packet, parts),
    scriptWords: scriptWords(words),
    side: sideView({ def, packet, words }),
    fixed: fixedValues(def, packet, words.language),
    rows,
    // of people the ways to reach them come first, and their fields are folded; of other records the fields are what matters
    openFields: showsContacts(def) ? [] : fields,
    fields: showsContacts(def) ? fields : [],
    say: linesOf(def, packet, words, org, fields),
  })
  // Values escape their quotes, so each one that stands here is the template's. Plain words need none; the style sheet stays as hashed.
  const [head = '', body = ''] = page.split(/(?<=<\/style>)(?=[^]*<body>)/)
  const lean = body.replace(/(?<= [a-z-]+=)"([\w.-]+)"(?=[ >])/g, '$1').replace(/&#x3D;/g, '=')
  // inside double quotes and in text an apostrophe means itself
  const slim = withoutPictures(head + lean, ['walk', 'page']).replace(/&#x27;/g, "'")
  // the template holds no other script, and what it escapes can make none
  return slim.replace('<script></script>', () => `<script>${parts.script.text}</script>`)
}

/** Pictures that few records need, and that the script never asks for: out where nothing points to them. */
function withoutPictures(page: string, names: readonly string[]): string {
  return names.reduce((text, name) => {
    const from = text.indexOf(`<symbol id=i-${name} `)
    const isUnused = from >= 0 && !text.includes(`#i-${name}"`)
    return isUnused ? text.slice(0, from) + text.slice(text.indexOf('</symbol>', from) + '</symbol>'.length) : text
  }, page)
}

/** What the script knows of the packet, one a line, in the order in which forms/page/script/page-data.ts takes it. */
export function pageData(packet: Packet, { keys, plain }: Pick<PacketPageParts, 'keys' | 'plain'>): string {
  const { id, epoch, token, form, language, replyTo } = packet
  const { url = '', receiptKey = '' } = replyTo.web ?? {}
  return [
    id,
    epoch,
    token,
    `${form.name} ${form.version}`,
    language,
    replyTo.mail,
    url,
    receiptKey,
    ...(keys ?? ['', '']),
    plain ? 'plain' : '',
    // what Pocket lists it by
    packet.expires,
    dueOf(packet),
    replyTo.web?.outcomeKey ?? '',
  ].join('\n')
}

/** The earliest day of what was promised or is to be done; empty where there is none. */
function dueOf({ case: about }: Packet): string {
  const days = [...(about?.promises ?? []), ...(about?.tasks ?? [])].map(({ due }) => due ?? '')
  return days.filter(day => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)).sort()[0] ?? ''
}

/** The words of the script, one a line: the key without its prefix, a space, the text. As JSON, half of it would be escaped quotes. */
function scriptWords(words: Words): string {
  const own = [...words.texts].flatMap(([key, text]) =>
    key.startsWith(scriptPrefix) ? [`${key.slice(scriptPrefix.length)} ${text}`] : [],
  )
  return own.join('\n')
}

/** The name that the page opens with. A packet of version 1 has no case, so its record says it. */
function nameOf(packet: Packet): string {
  const { fields } = packet.record
  const given = ['given-name', 'family-name', 'name'].map(each => fields.get(each) ?? '')
  return oneLine(packet.case?.name ?? given.join(' ')) || packet.id
}

/** Like the letter, it offers the first number that nobody has reported; one in doubt only where there is no other. */
function headView(def: FormDefinition, packet: Packet, name: string, words: Words) {
  const place = oneLine(packet.case?.place ?? '')
  const contacts = contactsOf(def, packet)
  const call = telephone(numberToCall(contacts)?.value)
  const doubted = call === '' ? contacts.find(({ kind }) => kind === 'phone') : undefined
  return {
    name,
    place,
    from: packet.case === undefined ? '' : say(words, 'work-from', { name: oneLine(packet.case.sender) }),
    call,
    // of a product or a support case nobody expects a number
    unreached: call === '' && doubted === undefined && showsContacts(def),
    sms: call.replace('tel:', 'sms:'),
    doubted:
      doubted === undefined
        ? undefined
        : {
            number: oneLine(doubted.value),
            call: telephone(doubted.value),
            doubt: doubtOf(doubted, words, date => shortDay(date, words.language, packet.issued)),
          },
    // the village only: neither the name nor the plot leaves by a map
    map: place === '' ? '' : `geo:0,0?q=${encodeURIComponent(place)}`,
  }
}

function hiddenInputs(packet: Packet, shown: readonly string[]) {
  return Object.entries({
    form: `${packet.form.name} ${packet.form.version}`,
    packet: packet.id,
    token: packet.token,
    language: packet.language,
    shown: shown.join(' '),
  }).map(([name, value]) => ({ name, value }))
}

const scriptPrefix = 'work-do-'

/** Fixed words of the page that hold nothing of the packet. */
const plainLines = [
  'plain',
  'call',
  'no-number',
  'map',
  'sms',
  'how',
  'choose',
  'before',
  'stands',
  'people',
  'deals',
  'tickets',
  'files',
  'record',
  'change',
  'later',
  'private',
  'sealed',
  'back',
  'photo',
  'step',
  'when',
  'contact-day',
] as const

/** The fixed sentences of the page, each under the name that the template uses. */
function linesOf(def: FormDefinition, packet: Packet, words: Words, org: Organization, fields: readonly PageRow[]) {
  const labels = fields.map(({ what }) => what)
  return {
    ...Object.fromEntries(plainLines.map(key => [key, say(words, `work-${key}`)])),
    rest: say(words, 'work-rest', { names: labels.slice(0, 3).join(', ') + (labels.length > 3 ? ' …' : '') }),
    expires: say(words, 'page-expires', {
      date: letterDay(packet.expires, packet.issued, words.language),
    }),
    packet: say(words, 'page-packet', { packet: packet.id }),
    send: say(words, 'page-send', { org: oneLine(org.name) }),
    privacy: say(words, 'page-privacy', { org: oneLine(org.name) }),
    sent: say(words, 'page-sent'),
    fixed: say(words, 'page-fixed'),
    readOnly: say(words, 'page-read-only', { file: `packet-${packet.id.split('-')[0]}.txt` }),
    title: inLanguage(def.title, words.language),
  }
}
