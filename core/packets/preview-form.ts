// A form as its recipient would get it, its page and its text form, before anything of it is sent. It holds invented values, or a record
// as the acting colleague sees it. Nothing can be sent from it: it names no intake, holds no key and no token, and its packet is not in
// the database. A record is read in a transaction that is undone.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { type Forms, loadForms, wordsFor } from '@satchel/forms/loader'
import { printPacketPage } from '@satchel/forms/page/packet-page'
import { say, type Words } from '@satchel/forms/words/form-words'
import { limits } from '@satchel/protocol/limits'
import type { Packet } from '@satchel/protocol/messages/packet'
import { newPacketId } from '@satchel/protocol/messages/token'
import { meant } from '@satchel/protocol/nearest'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { allForms, formPreview } from '../db/calls/forms.ts'
import { actAs } from '../db/calls/installation.ts'
import { staffRole } from '../db/calls/staff.ts'
import { inTransaction } from '../db/dry-run.ts'
import { organizationOf } from '../home/organization.ts'
import { zoneOf } from '../home/local-day.ts'
import { buildPacket } from './packet-file.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { fileOf, readDefinitionFile } from '../forms/check-form.ts'
import { inventedPacket, type PreviewHead } from './invented-packet.ts'
import { mustHaveWords } from '../forms/packet-language.ts'
import { parseWithLines, publish, shippedForms } from '../forms/publish-forms.ts'

const Wish = z.object({
  /** Name of a form, or a definition file. */
  form: z.string(),
  /** Human id or uuid; without it, the values are invented. */
  record: z.string().optional(),
  /** Of the recipient. */
  language: z.string().default('en'),
  /** Where the page goes; the text form goes beside it. Without it, a file named by the form. */
  out: z.string().optional(),
})

const Preview = z.object({
  name: z.string(),
  version: z.number(),
  language: z.string(),
  /** Files that were written. */
  page: z.string(),
  text: z.string(),
})

/** @throws Problem usage/wrong, form/not-known, form/not-valid, form/other-type, entity/not-seen; nothing is written then. */
export const previewForm = useCase(Wish, Preview, async (context, { form: typed, record, language, out }) => {
  const forms = loadForms()
  mustHaveWords(forms.words, language)
  const { file, definition } = await findDefinition(context, typed)
  const form = parseWithLines(file, definition)
  const { name, version } = form
  const page = out ?? `${name}-preview.html`
  const text = `${page.replace(/\.html?$/, '')}.txt`
  for (const each of [page, text]) refuseOther(each)
  const head = headOf(context, language)
  const packet =
    record === undefined
      ? inventedPacket(form, head)
      : await packetOfRecord(context, forms, { file, definition, form, record }, head)
  const printed = print(context, forms, form, packet)
  writeFileSync(page, printed.page, { mode: 0o600 })
  writeFileSync(text, printed.text, { mode: 0o600 })
  return { name, version, language, page, text }
})

/** The same for a browser: nothing is written, and the values are invented. @throws Problem form/not-known, form/not-valid. */
export const showForm = useCase(
  z.object({
    /** Name of a form. */
    form: z.string(),
    language: z.string(),
  }),
  z.object({ page: z.string(), letter: z.string() }),
  async (context, { form: typed, language }) => {
    const forms = loadForms()
    const { file, definition } = await findNamed(context, typed)
    const form = parseWithLines(file, definition)
    const { page, letter } = print(context, forms, form, inventedPacket(form, headOf(context, language)))
    return { page, letter }
  },
)

/** A file, a form that comes with the program, or one that was published: in this order. */
async function findDefinition(context: Context, typed: string) {
  const path = fileOf(context.home, typed)
  return existsSync(path) ? { file: path, definition: readDefinitionFile(path) } : findNamed(context, typed)
}

/** A form by its name alone: that of the folder of own forms, one that comes with the program, or one that was published. No other file. */
export async function findNamed(context: Context, typed: string) {
  const own = join(context.home.forms, `${typed}.sexp`)
  if (/^[a-z][a-z0-9-]*$/.test(typed) && existsSync(own)) return { file: own, definition: readDefinitionFile(own) }
  const ours = shippedForms().find(({ form }) => form.name === typed)
  if (ours !== undefined) return { file: ours.file, definition: ours.text }
  const published = (await context.asStaff(database => database.run(allForms, {}))).filter(({ active }) => active)
  // by version: the last is the newest
  const newest = published.findLast(({ name }) => name === typed)
  if (newest !== undefined) return { file: typed, definition: newest.definition }
  throw problem('form/not-known', `There is no form "${typed}", and no such file.`, {
    hint: [meant(typed, [...new Set(published.map(({ name }) => name))]), 'satchel form list shows all forms'],
  })
}

/** In each preview, so that one writes over another one alone. */
const mark = 'satchel-preview'

function refuseOther(file: string): void {
  if (!existsSync(file) || readFileSync(file, 'latin1').includes(mark)) return
  throw problem('usage/wrong', `There is a file ${file} that is no preview, and nothing was written.`, {
    hint: 'name another one: --out FILE.html',
  })
}

/** What every preview's packet says of itself: an id that no packet has, and no token. */
function headOf({ settings, now }: Context, language: string): PreviewHead {
  const issued = now()
  const day = (ahead: number) => `${new Date(issued.getTime() + ahead * 86_400_000).toISOString().slice(0, 19)}Z`
  return {
    id: newPacketId(),
    epoch: 0,
    language,
    issued: day(0),
    expires: day(settings.packetDays),
    token: mark,
    replyTo: { mail: settings.mail },
    key: '',
    sender: settings.organisation,
  }
}

interface OfRecord {
  readonly file: string
  readonly definition: string
  readonly form: FormDefinition
  readonly record: string
}

/** The record as the acting colleague sees it. The form is published for it where it is not yet, and all of that is undone. */
async function packetOfRecord(
  context: Context,
  forms: Forms,
  { file, definition, form, record }: OfRecord,
  head: PreviewHead,
): Promise<Packet> {
  const { settings } = context
  const { name, version, entity } = form
  const shown = await context.asOwner(async database => {
    const { role } = await database.run(staffRole, { hid: settings.operator })
    if (role === null) throw refusal('staff/not-known', { staff: settings.operator })
    return inTransaction(database, true, async () => {
      await publish(database, file, definition, true)
      await database.run(actAs, { role })
      const zone = zoneOf(settings.timezone)
      const read = await database.run(formPreview, {
        form: name,
        version,
        record,
        zone,
        files: limits.packetFilesBytes,
      })
      return read.shown
    })
  })
  const seen = accepted(shown, code =>
    code === 'form/other-type'
      ? problem(code, `The form ${name} is for records of the type ${entity}, which ${record} is not.`, {
          hint: `satchel form preview ${name} --record ID, with the id of another record`,
        })
      : refusal(code, { entity: record }),
  )
  const opened = {
    ...seen,
    id: 0,
    kind: 'work' as const,
    name: settings.operator,
    mailto: settings.mail,
    language: head.language,
    form_name: name,
    form_version: version,
    epoch: head.epoch,
    issued: head.issued,
    expires: head.expires,
    calendar: null,
    sender: null,
    protection: 'plain' as const,
    pgp_key: null,
    packet_file: false,
    answer_links: null,
    phrase: null,
  }
  const noLetters = say(wordsFor(forms.words, head.language), 'packet-no-letters')
  const packet = buildPacket(opened, { id: head.id, token: head.token, key: head.key }, form, settings, noLetters)
  return { ...packet, replyTo: head.replyTo }
}

/** Both shapes, each with the sentence that it is a preview at its top. */
function print(context: Context, forms: Forms, form: FormDefinition, packet: Packet) {
  const words = wordsFor(forms.words, packet.language)
  const org = organizationOf(context)
  const isOwn = form.collections.some(({ table }) => table === 'own_consent')
  const nowhere = { ...packet.replyTo, web: { url: 'https://preview.invalid/reply', receiptKey: '' } }
  // the page of people's own form has its buttons where it has an address; this one leads nowhere, and is taken out below
  const seen: Packet = isOwn ? { ...packet, kind: 'self-update', replyTo: nowhere } : packet
  const script = forms.scripts.get('packet-page')
  if (script === undefined) throw new Error('the script of the packet page is not there')
  const letter = packetLetter(form, seen, words, org, {
    htmlForm: isOwn ? forms.ownForm : forms.htmlForm,
    // without a key and an intake, and with answers that must not leave unsealed, the page has no way to send
    ...(isOwn
      ? {}
      : { page: printPacketPage(form, seen, words, org, { template: forms.packetPage, script, plain: false }) }),
  })
  const file = (ending: string) => letter.attachments.find(({ name }) => name.endsWith(ending))?.content ?? ''
  return {
    letter: letter.html ?? '',
    page: marked(file('.html'), words),
    text: `${say(words, 'preview-mark')} (${mark})\n\n${file('.txt')}`,
  }
}

const marked = (page: string, words: Words) => {
  const note = `<div class="wrap ${mark}"><p class="say due" role="note">${escaped(say(words, 'preview-mark'))}</p></div>`
  return page.replace(/(<form[^>]*) action="[^"]*"/g, '$1').replace(/<main[^>]*>/, main => `${main}\n${note}`)
}

const escaped = (text: string) => text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`)
