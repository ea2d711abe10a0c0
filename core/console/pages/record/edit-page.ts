// All fields of a record in one form.

import { html, part } from '../../page/html.ts'
import type { Answer, Visit } from '../../page/page.ts'
import { head, linkButton, notice } from '../../page/parts.ts'
import { fieldsForm } from './details-panel.ts'
import { shownOf } from './folder-page.ts'
import { fieldOf, type FolderState, noState, sentencesOf } from './folder-state.ts'
import { readFields } from './read-folder.ts'

export async function editAnswer(visit: Visit, state: FolderState = noState, status = 200): Promise<Answer> {
  const folder = await readFields(visit.context, visit.params.record ?? '')
  const { say } = visit
  const { hid, name } = folder.head
  const problem = state.fault?.problem
  // what is about no field of the form stands above it
  const above =
    problem === undefined || fieldOf(problem) !== null
      ? null
      : notice('bad', 'warn', html`<p>${sentencesOf(say, problem)}</p>`)
  return {
    kind: 'page',
    title: say('rec-edit-title', { name }),
    status,
    body: html`${head(name, html`<span class="mono">${hid}</span>`, linkButton(`/records/${part(hid)}`, say('rec-back'), { picture: 'back' }))}${above}${fieldsForm(shownOf(visit, folder), folder, state)}`,
  }
}
