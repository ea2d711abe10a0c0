// The answer to a question: where it goes, the words, and the very letter in a frame that runs nothing; below, what was answered before.

import { languages } from '@satchel/protocol/languages'
import type { Problem } from '@satchel/protocol/problem'
import type { AnswerWay } from '../../../db/shapes/inquiries.ts'
import { type Html, html, part } from '../../page/html.ts'
import { chip, icon, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { sentencesOf } from '../record/folder-state.ts'
import type { ShownInquiry } from './known.ts'

export interface TypedAnswer {
  readonly text: string
  readonly subject: string
  /** What is wrong with it. */
  readonly fault: Problem | null
}

export function answerPanel(
  say: Say,
  { inquiry }: ShownInquiry,
  { way, problem }: { readonly way: AnswerWay | null; readonly problem: Problem | null },
  { text, subject, fault }: TypedAnswer,
): Html {
  const options = { id: 'answer', title: say('answer-title') }
  if (way === null)
    return panel(
      options,
      html`<div class="pad"><p>${problem === null ? null : sentencesOf(say, problem)}</p><p class="soft">${say('answer-else')}</p></div>`,
    )
  const at = `/inquiries/${part(inquiry)}`
  const err =
    fault === null
      ? null
      : html`<p class="err" id="err-text" role="alert">${icon('warn')} ${sentencesOf(say, fault)}</p>`
  return panel(
    options,
    html`<form class="pad stack-s" method="post" action="${at}"><table class="tight outside"><tbody><tr><th scope="row">${say('letter-to')}</th><td>${value(way.mailto, 300)}</td></tr><tr><th scope="row">${say('letter-language')}</th><td>${languages[way.language]?.name ?? way.language}</td></tr><tr><th scope="row">${say('letter-protection')}</th><td>${say(`letter-protected-${way.guard.protection}`)}</td></tr></tbody></table>
<div class="f"><label for="subject">${say('answer-subject')}</label><input class="in" id="subject" name="subject" maxlength="150" dir="auto" autocomplete="off" value="${subject}"><span class="help">${say('answer-subject-help')}</span></div>
<div class="f"><label for="text">${say('answer-text')}</label><textarea class="in tall" id="text" name="text" dir="auto" required maxlength="20000" data-key="e">${text}</textarea>${err}</div>
<div class="acts"><button class="btn btn-primary" name="do" value="reply" data-key="s">${icon('send')}${say('answer-send')} <kbd>s</kbd></button><button class="btn" formaction="${at}/letter" formtarget="letter" data-key="v">${icon('eye')}${say('answer-look')} <kbd>v</kbd></button></div>
<p class="soft small">${say('answer-how')}</p></form>
<iframe class="paper paper-s" sandbox="" name="letter" title="${say('letter-part-letter')}"></iframe>`,
  )
}

const tones = { queued: '', sent: 'ok', parked: 'held', failed: 'bad', 'came-back': 'bad' } as const

export function answersPanel(say: Say, { answers }: ShownInquiry): Html | null {
  if (answers.length === 0) return null
  const rows = answers.map(
    ({ number, text, by, written, status, mailto, letter }) =>
      html`<li class="pad stack-s"><p class="flex"><b>${say('answer-number', { number: say.number(number) })}</b> <span class="soft">${value(by ?? '', 80)} · ${say.moment(written)} · ${value(mailto, 120)} <span class="mono">${letter}</span></span> ${chip(say(`answer-is-${status}`), tones[status])}</p><blockquote class="said">${value(text, 20_000)}</blockquote></li>`,
  )
  return panel(
    { id: 'answers', title: say('answers-title'), count: say.number(answers.length) },
    html`<ol class="plain">${rows}</ol>`,
  )
}
