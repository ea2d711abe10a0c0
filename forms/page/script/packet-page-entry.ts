// The script of the packet page. Without it the page is a form that can be filled in and posted; with it, a draft is kept, changes are
// shown beside what they replace, and the answer is sealed here before it is sent.

import { canSeal } from '../../browser/seal.ts'
import { type Box, radios } from './boxes.ts'
import { all, button, download, element, icon, maybe, need, on } from './dom.ts'
import {
  isKept,
  copy,
  currentDraft,
  type Draft,
  draftText,
  keepDraft,
  keptDraft,
  readDraft,
  sentAt,
  showDraft,
  watchDraft,
} from './draft.ts'
import { clock, dayWord, form, packet, say, shortId } from './page-data.ts'
import { showPhotos, startPhotos } from './photos.ts'
import { showReport, startPlaces, startReport } from './report-help.ts'
import { changes, passes } from './review.ts'
import { followKind, growRows, showRows } from './rows.ts'
import { isSending, review, type SendState, startSending, writingAgain } from './send.ts'

/** After the last key. */
const pause = 350

const status = need('draft')
const send = need<HTMLButtonElement>('review')
/** Counts what the status line was last told about. */
let round = 0
let timer: ReturnType<typeof setTimeout> | undefined

function tell(first: string, second: string): void {
  status.replaceChildren(element('b', '', first), element('span', '', second))
}

function count(): string {
  // the day of today was put in by the page
  const found = changes().filter(({ preset }) => !preset)
  return found.length === 0 ? say('no-answer') : say('to-send', { count: found.length })
}

function show(): void {
  showReport()
  showRows()
  showPhotos(changed)
}

function changed(): void {
  growRows()
  show()
  writingAgain()
  clearTimeout(timer)
  tell(count(), '…')
  round += 1
  timer = setTimeout(() => void keep(), pause)
}

async function keep(anyway = false): Promise<void> {
  clearTimeout(timer)
  const mine = ++round
  const kept = await keepDraft(anyway)
  // somebody typed on, or sent, in the meantime: that has its own words
  if (mine !== round) return
  if (kept === 'other-window') askWhich(await keptDraft())
  else if (anyway) banner(null)
  const word = kept === 'other-window' ? 'not-kept' : kept === 'kept' && changes().length === 0 ? 'saves-itself' : kept
  tell(count(), say(word, { time: clock() }))
}

function banner(...inside: readonly (Node | null)[]): void {
  const place = need('banner')
  const parts = inside.filter(part => part !== null)
  place.hidden = parts.length === 0
  place.replaceChildren(...parts)
}

/** Two windows with the same packet: neither writes over the other without being told to. */
function askWhich(other: Draft | null): void {
  if (other === null) return
  const take = button(say('take-other'), '', () => {
    banner(null)
    showDraft(other)
    show()
    tellDraft(other)
  })
  const mine = button(say('keep-mine'), '', () => void keep(true))
  banner(element('div', 'stack', element('p', '', say('other-window')), element('p', '', take, ' ', mine)))
}

const moment = (saved: number) => {
  const at = new Date(saved)
  return { date: dayWord(at.toISOString().slice(0, 10)), time: clock(at) }
}

function tellDraft({ saved }: Draft): void {
  tell(count(), say('draft-of', moment(saved)))
}

function sendState(state: SendState): void {
  const words: Readonly<Record<SendState, readonly [string, string] | null>> = {
    writing: null,
    waiting: ['waits', 'waits-how'],
    sending: ['sending', 'saves-itself'],
    arrived: ['sent', 'checking-done'],
    unsent: ['not-sent', 'kept'],
  }
  const said = words[state]
  if (said !== null) tell(say(said[0], { time: clock() }), say(said[1], { time: clock() }))
  if (state === 'arrived') banner(icon('yes'), element('span', '', say('sent-banner', { time: clock() })))
  round += 1
  if (state !== 'writing') clearTimeout(timer)
  send.textContent = say(state === 'arrived' ? 'send-again' : 'check')
}

/** The draft as a file: for another device, and for a browser that keeps nothing. */
function draftFiles(): void {
  const place = need('draftways')
  const open = element('input', '')
  open.type = 'file'
  open.accept = '.json,application/json'
  const label = element('label', 'btn plain file', say('draft-open'), open)
  const save = button(say('draft-save'), 'plain', () => {
    void draftText(currentDraft()).then(text => download(`draft-${shortId}.json`, text))
  })
  on(open, 'change', () => {
    void open.files?.[0]?.text().then(async text => {
      const draft = await readDraft(text)
      open.value = ''
      if (draft === null) return banner(element('p', '', say('draft-not-ours')))
      showDraft(draft)
      show()
      void keep(true)
    })
  })
  place.append(save, ' ', label)
}

async function begin(): Promise<void> {
  form.noValidate = true
  for (const hidden of all('[data-scripted]')) hidden.hidden = false
  for (const plain of all('[data-plain]')) plain.hidden = true
  startReport(changed)
  startPhotos(changed)
  startPlaces(changed)
  startSending(sendState)
  draftFiles()
  on(form, 'input', event => {
    const box = event.target as Box
    if (box.name !== undefined) followKind(box)
    if (box.type === 'radio' && radios().some(one => one === box)) maybe('choose')?.setAttribute('hidden', '')
    if (box.type !== 'file') changed()
  })
  on(form, 'submit', event => {
    event.preventDefault()
    if (isSending() || passes()) review()
  })
  show()
  sendState('writing')
  const untouched = round
  const draft = await keptDraft()
  // who typed before the draft was read is asked which of the two goes on, as between two windows
  if (round === untouched) showKept(draft)
  if (!canSeal() && packet.url !== '') banner(element('p', '', say('open-in-browser')))
  watchDraft(other => {
    if (changes().length === 0 || copy.draft === '') {
      showDraft(other)
      show()
      tellDraft(other)
    } else askWhich(other)
  })
}

function showKept(draft: Draft | null): void {
  if (draft !== null) showDraft(draft)
  show()
  const hasWords = draft !== null && changes().length > 0
  if (!isKept()) tell(count(), say('not-kept'))
  else if (hasWords) tellDraft(draft)
  else if (sentAt() > 0) {
    tell(say('sent', { time: Object.values(moment(sentAt())).join(', ') }), say('checking-done'))
  } else tell(count(), say('saves-itself'))
}

void begin()
