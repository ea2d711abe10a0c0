// A record on paper, and all that is kept of a person as a file for them.

import { readMyData } from '../../../privacy/my-data.ts'
import { html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, head, linkButton } from '../../page/parts.ts'
import { printAnswer } from '../record/folder-page.ts'
import { readHead } from '../record/read-folder.ts'

const seenHead = ({ context, params }: Visit) => context.asStaff(database => readHead(database, params.record ?? ''))

export const dataPages: readonly Page[] = [
  { path: '/records/:record/print', get: printAnswer },
  {
    path: '/records/:record/my-data',
    async get(visit): Promise<Answer> {
      const { hid, name } = await seenHead(visit)
      const { say } = visit
      const base = `/records/${part(hid)}`
      const one = (kind: string, key: string) =>
        html`<form class="inline" method="post" action="${base}/my-data"><input type="hidden" name="kind" value="${kind}">${button(say(key), { picture: 'down' })}</form>`
      return {
        kind: 'page',
        title: say('rec-my-data'),
        body: html`${head(say('data-title', { name }), say('data-how'), linkButton(base, say('rec-back'), { picture: 'back' }))}<p class="flex">${one('page', 'data-page')}${one('data', 'data-json')}</p>`,
      }
    },
    async post(visit): Promise<Answer> {
      const { hid } = await seenHead(visit)
      const name = hid.replaceAll(/[^A-Za-z0-9-]/g, '_')
      const { page, data } = await readMyData(visit.context, { person: hid, dataFile: `${name}.json` })
      return visit.form.get('kind') === 'data'
        ? { kind: 'file', type: 'application/json; charset=utf-8', body: data, name: `${name}.json` }
        : { kind: 'file', type: 'text/html; charset=utf-8', body: page, name: `${name}.html` }
    },
  },
]
