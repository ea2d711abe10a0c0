// Packets on paper: what is known, boxes and lines to fill in by hand, and beside them the text form, by which a clerk types the answer in.
// The page holds no script, no form that posts and no token that lets anything in from outside: paper is lost.

import type { Packet } from '@satchel/protocol/messages/packet'
import { oneLine } from '../clean-text/plain-text.ts'
import { displayValue } from '../definition/field-value.ts'
import type { FormDefinition, FormField } from '../definition/definition.ts'
import { escapeHtml } from '../letters/letter-html.ts'
import { caseSections } from '../text/text-form-case.ts'
import { answerRows, askedReport, fixedValues, printTextForm, rowLabel } from '../text/text-form-print.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'
import type { Organization } from '../html/page-frame.ts'

interface PaperPacket {
  readonly form: FormDefinition
  readonly packet: Packet
  readonly words: Words
  readonly organization: Organization
  /** Whom it is for. */
  readonly recipient: string
  /** Says that somebody has this paper in front of them. */
  readonly code: string
}

const style = `@page{margin:12mm}*{box-sizing:border-box}body{margin:0;font:10pt/1.35 sans-serif;color:#000;background:#fff}
section{break-after:page}section:last-child{break-after:auto}header{display:flex;justify-content:space-between;gap:8mm;border-bottom:1.5pt solid #000}
h1{font-size:15pt;margin:3mm 0 1mm}h2{font-size:11pt;margin:3mm 0 1mm;break-after:avoid}p,ul{margin:0 0 1.5mm}ul{padding-left:5mm}
.sheet{display:grid;grid-template-columns:1fr 58mm;gap:6mm}.field{break-inside:avoid;margin:0 0 2.5mm}.label{font-weight:bold}.now{color:#333}
.line{border-bottom:.6pt solid #000;height:6.5mm}.box{display:inline-block;width:3.6mm;height:3.6mm;border:.8pt solid #000;vertical-align:-.5mm;margin-right:1mm}
.choice{display:inline-block;margin-right:4mm}pre{font:7pt/1.3 monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0;border-left:.6pt solid #000;padding-left:3mm}
.mono{font-family:monospace}.office{font-size:8pt}@media screen{body{max-width:210mm;margin:auto;padding:12mm}section+section{border-top:1pt dashed #000}}`

/** One document; each packet begins a page. */
export function printPaper(papers: readonly PaperPacket[]): string {
  const language = papers[0]?.words.language ?? 'en'
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  return `<!doctype html>
<html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(
    papers
      .map(({ packet }) => packet.id)
      .join(' ')
      .slice(0, 60),
  )}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<style>${style}</style></head><body>
${papers.map(sectionOf).join('\n')}
</body></html>
`
}

function sectionOf(paper: PaperPacket): string {
  const { form, packet, words, organization, recipient, code } = paper
  const { language } = words
  const known = caseSections(form, packet, words).map(({ title, lines }) => `<h2>${text(title)}</h2>${list(lines)}`)
  const fixed = fixedValues(form, packet, language).map(({ label, value }) => `${label}: ${value}`)
  const office = say(words, 'paper-office', { packet: packet.id, code })
  return `<section lang="${escapeHtml(language)}" dir="auto">
<header><div><b>${text(organization.name)}</b><br>${text(inLanguage(form.title, language))}</div>
<div>${text(recipient)}<br>${packet.issued.slice(0, 10)} – ${packet.expires.slice(0, 10)}</div>
<div class="mono"><b>${text(packet.id)}</b><br>${text(code)}</div></header>
<h1>${text(packet.case?.name ?? '')}</h1><p>${text(inLanguage(form.intro, language))}</p>
${packet.case?.why === undefined ? '' : `<p><b>${text(packet.case.why)}</b></p>`}
<div class="sheet"><div>${known.join('\n')}
${fixed.length === 0 ? '' : `<h2>${text(say(words, 'guide-fixed'))}</h2>${list(fixed)}`}
<h2>${text(say(words, 'paper-fill'))}</h2>
${fieldsOf(paper).join('\n')}</div>
<div><p class="office">${text(office)}</p><pre>${escapeHtml(textFormOf(paper))}</pre></div></div></section>`
}

const text = (value: string) => escapeHtml(oneLine(value))
const list = (lines: readonly string[]) => `<ul>${lines.map(line => `<li>${text(line)}</li>`).join('')}</ul>`

/** Every field that may be answered: what is on file, and room for what is not so. */
function fieldsOf({ form, packet, words }: PaperPacket): readonly string[] {
  const { language } = words
  const own = form.fields.filter(({ change }) => change)
  const report = askedReport(form, packet).filter(({ type }) => type !== 'photo')
  const rows = form.collections.flatMap(collection =>
    answerRows(collection, packet).flatMap(row =>
      collection.fields
        .filter(({ change }) => change || !row.onFile)
        .map(field => fieldOf(field, rowLabel(collection, row.id, field, language), row.fields.get(field.name), words)),
    ),
  )
  const plain = (field: FormField, value?: string) => fieldOf(field, inLanguage(field.label, language), value, words)
  return [
    ...report.map(field => plain(field)),
    ...own.map(field => plain(field, packet.record.fields.get(field.name))),
    ...rows,
  ]
}

function fieldOf(field: FormField, label: string, value: string | undefined, words: Words): string {
  const now = value === undefined ? '' : ` <span class="now">${text(displayValue(field, value, words.language))}</span>`
  const choices = field.choices.map(
    choice =>
      `<span class="choice"><span class="box"></span>${text(displayValue(field, choice.value, words.language))}</span>`,
  )
  const lines = field.type === 'long-text' ? 4 : 1
  const room = choices.length > 0 ? `<div>${choices.join('')}</div>` : '<div class="line"></div>'.repeat(lines)
  return `<div class="field"><span class="label">${text(label)}</span>${now}${room}</div>`
}

/** As the clerk sees it on the screen, with the code in place of the token. */
function textFormOf({ form, packet, words, code }: PaperPacket): string {
  const whole = printTextForm(form, { ...packet, token: code }, words)
  return whole.slice(whole.indexOf('[form]\n'), whole.indexOf('[end]\n') + '[end]'.length)
}
