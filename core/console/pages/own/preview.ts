// A wanted table or field is tried first: the database makes all of it, the page shows what there would be, and everything is undone. The button
// below that page makes exactly what it shows. Both remake functions, views and rights and take seconds, so they are long work.

import { Problem } from '@satchel/protocol/problem'
import type { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import type { Made } from '../../../own/run-own.ts'
import { type Html, html } from '../../page/html.ts'
import { type Answer, done, type Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, panel } from '../../page/parts.ts'
import { onceField, onceOf, startWork } from '../../work/start-work.ts'

export interface Act {
  /** The page that takes the post. */
  readonly path: string
  readonly title: string
  /** Tries it, or makes it. @throws Problem */
  readonly run: (context: Context, dryRun: boolean) => Promise<z.infer<typeof Made>>
  /** Says what there would be. */
  readonly summary: Html
  /** The page that it leads to when it is made, and the word that says so. */
  readonly to: string
  readonly done: string
  readonly tone?: 'primary' | 'bad'
  /** The form again, with what was typed. */
  readonly again: (problem: Problem | null) => Promise<Answer>
  /** The form, to change what was typed. */
  readonly back: string
}

export function tryOrMake(visit: Visit, act: Act): Promise<Answer> {
  const { form } = visit
  const isMade = form.get('do') === 'make'
  const kind = isMade ? 'own' : 'own-try'
  return startWork(visit, { kind, about: act.title, key: onceOf(kind, form) }, async context => {
    try {
      const made = await act.run(context, !isMade)
      return isMade ? done(act.to, act.done) : previewed(visit, act, made)
    } catch (error) {
      if (error instanceof Problem) return act.again(error)
      throw error
    }
  })
}

function previewed({ say, form }: Visit, act: Act, { file, text }: z.infer<typeof Made>): Answer {
  const typed = form
    .names()
    .filter(name => name !== 'do' && name !== 'once')
    .flatMap(name => form.all(name).map(value => html`<input type="hidden" name="${name}" value="${value}">`))
  return {
    kind: 'page',
    title: act.title,
    place: 'own',
    body: html`${head(act.title, say('own-preview-how'))}<div class="stack">${notice('', 'eye', html`<p>${say('own-tried')}</p>`)}${act.summary}${panel(
      { id: 'file', title: say('own-file'), foot: html`${say('own-file-how')}` },
      html`<div class="pad stack-s"><p class="mono">sql/${file}.sql</p><pre class="raw" tabindex="0" role="group" aria-label="${say('own-file')}"><bdo dir="ltr">${text.trimEnd()}</bdo></pre></div>`,
    )}<form class="flex" method="post" action="${act.path}">${typed}${onceField()}${button(say('own-make'), { name: 'do', value: 'make', tone: act.tone ?? 'primary', picture: 'check', key: 's' })}${button(say('own-edit'), { name: 'do', value: 'edit', picture: 'back' })}${linkButton(act.back, say('setup-cancel'), { tone: 'quiet' })}</form></div>`,
  }
}
