// Acts on a folder beside its fields: each calls a use case of the core. A fault is said in the form in which it was typed.

import { localDay } from '../../../home/local-day.ts'
import { enterStage } from '../../../processes/enter-stage.ts'
import { fileOf } from '../../../db/calls/folder.ts'
import { attachFiles } from '../../../records/attach-files.ts'
import { joinGroup, relateRecords } from '../../../records/link-records.ts'
import { doTask, noteContact } from '../../../records/note-activity.ts'
import { removeRecords } from '../../../records/remove-records.ts'
import { setFields } from '../../../records/set-fields.ts'
import { problem } from '../../../problems/problems.ts'
import { part } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { readHead } from './read-folder.ts'
import { doneKeyOf, faultAnswer } from './save-fields.ts'

/** What is to be done, for a record that the visitor sees. @returns the key of what is said of it. */
type Act = (visit: Visit, hid: string) => Promise<string>

/** @param form the form in which a fault is said. @param place of the folder that is shown afterwards. */
function act(path: string, form: string, place: string, work: Act): Page {
  return {
    path: `/records/:record/${path}`,
    // somebody loads the page again that told of a fault
    get: async ({ params }) => go(`/records/${part(params.record ?? '')}`),
    async post(visit) {
      const { hid } = await visit.context.asStaff(database => readHead(database, visit.params.record ?? ''))
      try {
        const key = await work(visit, hid)
        return done(`/records/${part(hid)}${place}`, key)
      } catch (error) {
        return faultAnswer(visit, form, error)
      }
    },
  }
}

const given = (name: string, text: string): Readonly<Record<string, string>> => (text === '' ? {} : { [name]: text })

export const actPages: readonly Page[] = [
  act('reach', 'reach', '#contacts', async ({ context, form }, hid) =>
    doneKeyOf(
      await setFields(context, {
        records: [hid],
        set: [{ name: form.get('kind'), how: '+=', value: form.get('value') }],
      }),
    ),
  ),
  act('relate', 'relate', '#relations', async ({ context, form }, hid) => {
    const isEnded = form.get('ends') === '1'
    const ends = { one: form.get('left'), other: form.get('right'), ends: true, ...given('from', form.get('from')) }
    const begins = {
      one: hid,
      other: form.get('other'),
      ...given('from', form.get('from')),
      ...given('until', form.get('until')),
    }
    return doneKeyOf(await relateRecords(context, { kind: form.get('kind'), ...(isEnded ? ends : begins) }))
  }),
  act('groups', 'groups', '#groups', async ({ context, form }, hid) =>
    doneKeyOf(
      await joinGroup(context, { records: [hid], group: form.get('group'), leaves: form.get('leaves') === '1' }),
    ),
  ),
  act('note', 'note', '#timeline', noteAndNext),
  act('done', 'note', '#timeline', async ({ context, form }, hid) => {
    await doTask(context, { records: [hid], done: Number(form.get('task')) })
    return 'rec-task'
  }),
  act('stage', 'stage', '#stages', async ({ context, form }, hid) => {
    await enterStage(context, { stage: form.get('stage'), records: [hid], ...given('note', form.get('note').trim()) })
    return 'rec-stage'
  }),
  act('files', 'files', '#files', async ({ context, form }, hid) => {
    const files = form.files('file').map(({ name, bytes }) => ({ name, data: bytes }))
    if (files.length === 0) throw problem('usage/wrong', 'Choose a file.')
    await attachFiles(context, { record: hid, files })
    return 'rec-file'
  }),
  act('remove', 'remove', '', async ({ context, form }, hid) => {
    const [removed] = await removeRecords(context, { records: [hid], anyway: form.get('anyway') === '1' })
    return doneKeyFor(removed?.outcome, 'rec-removed')
  }),
  act('restore', 'remove', '', async ({ context }, hid) => {
    const [restored] = await removeRecords(context, { records: [hid], removed: false })
    return doneKeyFor(restored?.outcome, 'rec-restored')
  }),
  {
    path: '/records/:record/files/:file',
    async get({ context, params }): Promise<Answer> {
      const number = /^[0-9]{1,15}$/.test(params.file ?? '') ? Number(params.file) : 0
      const file = await context.asStaff(async database => {
        const { entity } = await readHead(database, params.record ?? '')
        return database.run(fileOf, { entity, number })
      })
      if (file === null) throw problem('entity/not-seen', 'There is no such file, or you may not see it.')
      // saved, never shown: whatever it is, nothing of it runs here
      const body = Buffer.from(file.data)
      return { kind: 'file', type: 'application/octet-stream', body, name: file.name, isShown: true }
    },
  },
]

const doneKeyFor = (outcome: string | undefined, key: string) => (outcome === 'held' ? 'rec-held' : key)

/** A contact that took place, and what is next, by when: both, or none. */
async function noteAndNext({ context, form }: Visit, hid: string): Promise<string> {
  const [text, next, due] = ['text', 'next', 'due'].map(name => form.get(name).trim()) as [string, string, string]
  const day = due === '' ? localDay(context.now(), context.settings.timezone) : due
  const task = { records: [hid], text: next, due: day, ...given('for', form.get('for')) }
  const note = {
    records: [hid],
    text,
    kind: form.get('kind'),
    isPrivate: form.get('private') === '1',
    ...given('outcome', form.get('outcome')),
  }
  if (next === '' && due !== '') throw problem('usage/wrong', 'Say what shall be done by that day.')
  if (text === '' && next === '') throw problem('usage/wrong', 'Say what happened, or what shall be done.')
  if (text !== '' && next !== '') await doTask(context, { ...task, dryRun: true })
  const noted = text === '' ? [] : await noteContact(context, note)
  if (next !== '') await doTask(context, task)
  if (noted.some(({ unseen }) => unseen.length > 0)) return 'rec-noted-unseen'
  return text === '' ? 'rec-task-added' : 'rec-noted'
}
