// Results below the search box while somebody types: a combobox with a list, as ARIA describes it. Arrow keys choose, Enter opens what is
// chosen, Escape closes the list. Without a choice Enter goes to the page of results, as it does without script.

import { one } from './dom.ts'

interface Found {
  readonly href: string
  readonly hid: string | null
  readonly name: string
  readonly type: string
  readonly owner: string | null
}

/** One waits for the next letter: not every letter is a search. */
const waitMs = 150

/** What a person wrote goes in as text, never as HTML. */
function piece(kind: string, text: string): HTMLElement {
  const made = document.createElement('span')
  made.className = kind
  made.textContent = text
  return made
}

function optionOf({ href, hid, name, type, owner }: Found, nth: number): HTMLElement {
  const option = document.createElement('li')
  option.id = `q-${nth}`
  option.dataset.href = href
  option.setAttribute('role', 'option')
  option.setAttribute('aria-selected', 'false')
  option.append(
    piece('strong', name),
    ' ',
    piece('faint mono xs', hid ?? ''),
    ' ',
    piece('sub', owner === null ? type : `${type} · ${owner}`),
  )
  return option
}

class Palette {
  readonly #input: HTMLInputElement
  readonly #list = document.createElement('ul')
  readonly #told = document.createElement('span')
  #at = -1
  #timer = 0
  #asked = new AbortController()

  constructor(input: HTMLInputElement) {
    this.#input = input
  }

  start(form: HTMLFormElement): void {
    const input = this.#input
    this.#list.id = 'q-list'
    this.#list.className = 'quick'
    this.#list.hidden = true
    this.#list.setAttribute('role', 'listbox')
    this.#list.setAttribute('aria-label', form.dataset.list ?? '')
    this.#told.className = 'vh'
    this.#told.setAttribute('role', 'status')
    form.append(this.#list, this.#told)
    for (const [name, value] of [
      ['role', 'combobox'],
      ['aria-autocomplete', 'list'],
      ['aria-expanded', 'false'],
      ['aria-controls', 'q-list'],
    ] as const)
      input.setAttribute(name, value)
    input.addEventListener('input', () => this.#wait())
    input.addEventListener('blur', () => this.close())
    input.addEventListener('keydown', event => this.#press(event))
    // the box keeps the focus, so that the list is still there when the button of the mouse goes up
    this.#list.addEventListener('mousedown', event => event.preventDefault())
    this.#list.addEventListener('click', event => {
      if (event.target instanceof Element) open(event.target.closest<HTMLElement>('[role=option]'))
    })
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#asked.abort()
    this.#list.hidden = true
    this.#list.replaceChildren()
    this.#told.textContent = ''
    this.#input.setAttribute('aria-expanded', 'false')
    this.#choose(-1)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    // an answer to fewer letters is of no use any more
    this.#asked.abort()
    const words = this.#input.value.trim()
    if (words.length < 2) return this.close()
    this.#timer = setTimeout(() => void this.#ask(words), waitMs)
  }

  async #ask(words: string): Promise<void> {
    const asked = new AbortController()
    this.#asked = asked
    try {
      const answer = await fetch(`/find/quick?${new URLSearchParams({ q: words })}`, {
        credentials: 'same-origin',
        signal: asked.signal,
      })
      // a session that ended answers with a page: Enter leads there
      if (!answer.ok || answer.headers.get('content-type')?.startsWith('application/json') !== true) return
      const found = (await answer.json()) as readonly Found[]
      if (!asked.signal.aborted) this.#show(words, found)
    } catch {
      // the next letter asks again
    }
  }

  #show(words: string, found: readonly Found[]): void {
    this.#choose(-1)
    this.#list.replaceChildren(...found.map(optionOf))
    this.#list.hidden = found.length === 0
    this.#input.setAttribute('aria-expanded', String(found.length > 0))
    const { found: many = '', none = '' } = this.#input.form?.dataset ?? {}
    this.#told.textContent =
      found.length === 0 ? none.replace('{words}', () => words) : many.replace('{count}', String(found.length))
  }

  #choose(nth: number): void {
    this.#at = nth
    for (const [index, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(index === nth))
      if (index !== nth) continue
      option.scrollIntoView({ block: 'nearest' })
      this.#input.setAttribute('aria-activedescendant', option.id)
    }
    if (nth < 0) this.#input.removeAttribute('aria-activedescendant')
  }

  #press(event: KeyboardEvent): void {
    const many = this.#list.children.length
    if (event.isComposing || this.#list.hidden || many === 0) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const isDown = event.key === 'ArrowDown'
      // one place more than there are results: the box itself, where nothing is chosen
      this.#choose(((this.#at + 1 + (isDown ? 1 : many)) % (many + 1)) - 1)
    } else if (event.key === 'Enter' && this.#at >= 0) {
      event.preventDefault()
      open(this.#list.children[this.#at] as HTMLElement)
    } else if (event.key === 'Escape') {
      // the list first; once more, and one is out of the box
      event.preventDefault()
      event.stopPropagation()
      this.close()
    }
  }
}

function open(option: HTMLElement | null): void {
  const href = option?.dataset.href
  if (href !== undefined) location.assign(href)
}

export function startQuick(): void {
  const input = one<HTMLInputElement>('#q')
  if (input?.form) new Palette(input).start(input.form)
}
