// The script of a locked page: asks for the phrase, opens what the page holds, and becomes that page. The document stays the same, so its policy holds for the page inside, too: it lists what that one runs.

import { foldPhrase } from '@satchel/protocol/messages/fold-typed'
import { draftKey, openLocked, rootOf, stretched } from './unlock.ts'

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T

type State = 'ask' | 'opening' | 'shape' | 'wrong' | 'cannot'

function show(state: State): void {
  for (const each of ['opening', 'shape', 'wrong', 'cannot']) element(each).hidden = each !== state
  const field = element<HTMLInputElement>('phrase')
  element<HTMLButtonElement>('open').disabled = state === 'opening'
  field.setAttribute('aria-invalid', String(state === 'shape' || state === 'wrong'))
  if (state === 'shape' || state === 'wrong') field.focus()
}

/** @throws an error where the phrase is another one, or the page was changed. */
async function opened(phrase: string): Promise<string> {
  const sealed = element('sealed')
  const { packet = '', salt = '', rounds = '', own = '', nonce = '' } = sealed.dataset
  const root = await rootOf(await stretched(phrase, salt, Number(rounds)))
  const page = await openLocked({ packet, own, nonce, sealed: sealed.textContent ?? '' }, root)
  Object.assign(globalThis, { satchelDraftKey: await draftKey(root, packet) })
  return page
}

async function unlock(): Promise<void> {
  const phrase = foldPhrase(element<HTMLInputElement>('phrase').value)
  if (phrase === null) return show('shape')
  show('opening')
  let page: string
  try {
    page = await opened(phrase)
  } catch {
    return show('wrong')
  }
  document.open()
  document.write(page)
  document.close()
}

element('script').hidden = true
element('lock').hidden = false
// some programs that show attachments have no WebCrypto
if (globalThis.crypto?.subtle === undefined) show('cannot')
element('lock').addEventListener('submit', event => {
  event.preventDefault()
  void unlock()
})
