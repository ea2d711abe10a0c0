// The script of a locked page: asks for the phrase, opens what the page holds, and becomes that page. The format is in
// forms/locked/lock.ts. The document stays the same, so its policy holds for the page inside, too: it lists what that one runs.

import { foldPhrase } from '@satchel/protocol/messages/fold-typed'
import { fromBase64 } from './bytes.ts'

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const utf8 = (text: string) => new TextEncoder().encode(text)

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
  const typed = await crypto.subtle.importKey('raw', utf8(phrase), 'PBKDF2', false, ['deriveBits'])
  const stretch = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: Number(rounds) }
  const derived = await crypto.subtle.deriveBits(stretch, typed, 256)
  const root = await crypto.subtle.importKey('raw', derived, 'HKDF', false, ['deriveKey'])
  const context = utf8(`satchel-locked-page 1 ${packet}`)
  const forThis = { name: 'HKDF', hash: 'SHA-256', salt: fromBase64(own), info: context }
  const key = await crypto.subtle.deriveKey(forThis, root, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
  const way = { name: 'AES-GCM', iv: fromBase64(nonce), additionalData: context }
  const page = new TextDecoder().decode(await crypto.subtle.decrypt(way, key, fromBase64(sealed.textContent ?? '')))
  // a second key, for what the page inside keeps in this browser: the phrase itself goes nowhere, and this key cannot be read out
  const forDraft = { ...forThis, salt: new Uint8Array(), info: utf8(`satchel-draft 1 ${packet}`) }
  const draftKey = await crypto.subtle.deriveKey(forDraft, root, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  Object.assign(globalThis, { satchelDraftKey: draftKey })
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
