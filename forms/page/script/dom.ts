// Small helpers for elements of the page. Text only goes in as text: nothing here ever makes markup of a value.

/** @throws Error for a page that lacks it, which is a fault of its template. */
export function need<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id)
  if (found === null) throw new Error(id)
  return found as Kind
}

/** Everything inside a part that a selector finds. */
export const all = <Kind extends Element = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
): readonly Kind[] => [...inside.querySelectorAll<Kind>(selector)]

export const first = <Kind extends Element = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
): Kind | null => inside.querySelector<Kind>(selector)

export function on(target: EventTarget, type: string, act: (event: Event) => void): void {
  target.addEventListener(type, act)
}

export const maybe = (id: string): HTMLElement | null => document.getElementById(id)

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.append(...inside)
  return made
}

/** A picture of the page's own set: a copy of the one that shuts the dialog, with another name. */
export function icon(name: string): SVGSVGElement {
  const made = need('shut').firstElementChild?.cloneNode(true) as SVGSVGElement
  made.firstElementChild?.setAttribute('href', `#i-${name}`)
  return made
}

export function button(label: string, className: string, press: () => void): HTMLButtonElement {
  const made = element('button', `btn ${className}`, label)
  made.type = 'button'
  on(made, 'click', press)
  return made
}

/** Saves what was made here as a file. */
export function download(name: string, content: BlobPart): void {
  const link = element('a', '')
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  link.download = name
  link.click()
}
