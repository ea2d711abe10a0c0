// A page begins work that may take long. Work that ends at once is answered at once; longer work has a page that shows its progress.

import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Html, html } from '../page/html.ts'
import { type Answer, go, type Visit } from '../page/page.ts'
import { refusedPage } from '../page/problem-page.ts'
import type { Form } from '../server/form.ts'
import type { Order, Work } from './works.ts'

export async function startWork(visit: Visit, order: Order, work: Work): Promise<Answer> {
  const { context, visitor, say, works } = visit
  const begun = await works.begin({ context, staff: visitor.staff, say }, order, work)
  if (begun === null)
    return { kind: 'page', title: say('refused'), status: 429, body: refusedPage(say, 'work-too-many') }
  const path = `/work/${begun.work}`
  if (!begun.isNew) return go(path)
  const answer = await Promise.race([begun.ended, wait(works.answerMs, null, { ref: false })])
  if (answer === null) return go(path)
  await works.see(visitor.staff, begun.work)
  return answer
}

/** A form has a key of its own: pressed twice, it begins its work once. */
export const onceValue = () => ({ once: randomBytes(16).toString('hex') })

export const onceField = (): Html => html`<input type="hidden" name="once" value="${onceValue().once}">`

/** @param kind of the work: one form may begin several kinds. */
export function onceOf(kind: string, form: Form): string {
  const key = form.get('once')
  return `${kind} ${/^[0-9a-f]{32}$/.test(key) ? key : onceValue().once}`
}
