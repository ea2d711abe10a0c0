// Short ways into the page.

export const one = <E extends Element>(selector: string, within: ParentNode = document): E | null =>
  within.querySelector<E>(selector)

export const all = <E extends Element>(selector: string, within: ParentNode = document): E[] => [
  ...within.querySelectorAll<E>(selector),
]

/** Whether a key that is typed here belongs to a field, or to an open dialog. */
export function isTyping(target: EventTarget | null): boolean {
  const field =
    target instanceof Element &&
    target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')
  return field !== null && field !== false ? true : one('dialog[open]') !== null
}

/** Says it to those who see and to those who listen. */
export function tell(text: string): void {
  let place = one<HTMLElement>('.toast')
  if (place === null) {
    place = document.createElement('div')
    place.className = 'toast'
    place.setAttribute('role', 'status')
    document.body.append(place)
  }
  place.textContent = text
  const told = place
  setTimeout(() => {
    if (told.textContent === text) told.textContent = ''
  }, 5000)
}
