// A packet as one HTML file without script: opens from a mail attachment, posts to the intake, needs nothing else.
// Values reach the page only through the template, which escapes them; no value is ever put into markup here.
import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormCollection, FormDefinition } from '../definition/definition.ts'
import { type Control, control } from './control.ts'
import { dropName, fieldName, reportName, rowFieldName } from './html-fields.ts'
import { type HtmlTemplate, type Organization, pageFrame } from './page-frame.ts'
import { oneLine, withoutControls } from '../clean-text/plain-text.ts'
import { answerRows, askedReport, checkFits, fixedValues, photoLine } from '../text/text-form-print.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'

export type { HtmlTemplate, Organization } from './page-frame.ts'

/** The intake takes 200 fields; six of them are ours, and a margin is left for what mail programs add. */
export const inputsMax = 180

/**
 * Prints the HTML form. With `packet.replyTo.web` it is a form that posts there; without it, or with more inputs than
 * the intake takes, it shows the record and says how to answer. Same input, same bytes.
 * @param textFile name of the text form's file, for the sentence about other ways to answer.
 * @throws Problem packet/other-form.
 */
export function printHtmlForm(
  def: FormDefinition,
  packet: Packet,
  words: Words,
  org: Organization,
  template: HtmlTemplate,
  textFile: string,
): string {
  checkFits(def, packet)
  const { language } = words
  const controls = def.fields
    .filter(({ change }) => change)
    .map(field => control(fieldName(field), field, packet.record.fields.get(field.name), words, true))
  const collections = def.collections
    .map(each => collectionView(each, packet, words))
    .filter(({ rows }) => rows.length > 0)
  const asked = askedReport(def, packet)
  const typed = asked.filter(({ type }) => type !== 'photo')
  const report = typed.map(field => control(reportName(field), field, undefined, words, false))
  const names = [...controls, ...collections.flatMap(({ rows }) => rows.flatMap(row => row.controls)), ...report].map(
    ({ name }) => name,
  )
  const web = names.length <= inputsMax ? packet.replyTo.web : undefined
  return template.render({
    ...pageFrame(template, words, org, {
      title: say(words, 'page-packet', { packet: packet.id }),
      url: web?.url,
    }),
    title: inLanguage(def.title, language),
    intro: inLanguage(def.intro, language),
    ...linesOf(packet, words, org, textFile),
    background: [...packet.background, ...earlierContacts(packet)].map(line => ({
      date: oneLine(line.date),
      kind: oneLine(line.kind),
      text: withoutControls(line.text),
    })),
    fixed: fixedValues(def, packet, language),
    values: web ? [] : changeableValues(controls, collections, say(words, 'page-nothing')),
    action: web?.url ?? '',
    hidden: hiddenInputs(packet, names),
    controls,
    collections,
    report,
    photos: asked.filter(({ type }) => type === 'photo').map(({ label }) => photoLine(label, words)),
  })
}

/** The earlier contacts of a packet of version 2, as one of version 1 has them. */
const earlierContacts = ({ kind, case: of }: Packet): Packet['background'] =>
  kind === 'work' ? (of?.contacts ?? []).map(({ date, kind: how, text = '' }) => ({ date, kind: how, text })) : []

/** The fixed sentences of the page, each under the name that the template uses. */
function linesOf(packet: Packet, words: Words, org: Organization, textFile: string) {
  return {
    packetLine: say(words, 'page-packet', { packet: packet.id }),
    expiresLine: say(words, 'page-expires', { date: packet.expires.slice(0, 10) }),
    backgroundTitle: say(words, 'page-background'),
    fixedTitle: say(words, 'page-fixed'),
    recordTitle: say(words, packet.kind === 'work' ? 'page-record' : 'page-self'),
    reportTitle: say(words, 'page-report'),
    clearLine: say(words, 'page-clear'),
    sendWord: say(words, 'page-send', { org: oneLine(org.name) }),
    saveLine: say(words, 'page-save'),
    sentLine: say(words, 'page-sent'),
    privacyLine: say(words, 'page-privacy', { org: oneLine(org.name) }),
    readOnlyLine: say(words, 'page-read-only', { file: textFile }),
  }
}

/** The inputs that nobody sees: which form, whose, in which language, and what was shown. */
export function hiddenInputs(packet: Packet, names: readonly string[]) {
  return Object.entries({
    form: `${packet.form.name} ${packet.form.version}`,
    packet: packet.id,
    token: packet.token,
    language: packet.language,
    shown: names.join(' '),
  }).map(([name, value]) => ({ name, value }))
}

function collectionView(collection: FormCollection, packet: Packet, words: Words) {
  const { language } = words
  const label = inLanguage(collection.label, language)
  const rows = answerRows(collection, packet).map(row => ({
    label: row.onFile ? `${label} ${row.id}` : say(words, 'page-new', { list: label }),
    // The id of the summary of a folded group; the summary names the group.
    added: row.onFile ? '' : `row.${collection.name}.${row.id}`,
    drop: row.onFile && collection.drop ? dropName(collection, row.id) : '',
    removeWord: say(words, 'page-remove'),
    controls: collection.fields
      .filter(({ change }) => change || !row.onFile)
      .map(field => control(rowFieldName(collection, row.id, field), field, row.fields.get(field.name), words, false)),
  }))
  return { label, rows }
}

function changeableValues(
  controls: readonly Control[],
  collections: readonly ReturnType<typeof collectionView>[],
  nothing: string,
) {
  const shown = (one: Control) =>
    one.options.find(({ selected, value }) => selected && value !== '')?.label ?? one.value
  const values = controls.map(one => ({ label: one.label, value: shown(one) || nothing }))
  const rows = collections.flatMap(({ rows: all }) => all.filter(row => row.controls.some(one => one.value !== '')))
  const rowValues = rows.map(row => ({
    label: row.label,
    value: row.controls
      .map(shown)
      .filter(text => text !== '')
      .join(', '),
  }))
  return [...values, ...rowValues]
}
