// The page inside a packet, taken as data. A browser's parser makes an inert document of it, in which nothing runs and nothing loads; from
// that each element is made anew by the list below. A script, a style, a handler, an address of any other kind is not on it, so it is not taken.

interface Policies {
  createPolicy(name: string, rules: Record<string, (text: string) => string>): { createHTML(text: string): string }
}

const same = (text: string) => text
const policy = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes?.createPolicy('pocket', {
  createHTML: same,
})

/** Longer pages are no packets; a browser would stand still over them. */
export const mostPage = 24 * 1024 * 1024
const mostNodes = 20_000
const mostDepth = 60

/** An inert document: it has no window, so nothing in it runs or loads. */
export function inert(page: string): Document {
  // its sheet is not taken; left in, a browser would report it as one that is not allowed
  const bare = page.replace(/<style>[^<]*<\/style>/g, '')
  const text: string = policy === undefined ? bare : policy.createHTML(bare)
  return new DOMParser().parseFromString(text, 'text/html')
}

const html = new Set(
  'a b bdi br button dd del details dialog div dl dt fieldset form h1 h2 h3 header img input label legend li main ol option p section select small span strong summary textarea ul'.split(
    ' ',
  ),
)
const svg = new Set(['svg', 'defs', 'symbol', 'path', 'circle', 'use'])

const word = /^[a-zA-Z][\w-]{0,60}$/
const any = /^[^]*$/

/** Attributes with what their value may be. */
const attributes: Readonly<Record<string, RegExp>> = {
  accept: /^image\/\*$/,
  'aria-current': word,
  'aria-hidden': word,
  'aria-labelledby': word,
  'aria-live': word,
  autocomplete: /^off$/,
  checked: any,
  class: /^[\w -]{0,80}$/,
  cx: /^[\d.]+$/,
  cy: /^[\d.]+$/,
  d: /^[\w\s.,-]+$/,
  'data-line': any,
  'data-list': any,
  'data-packet': any,
  'data-photo': /^$/,
  'data-place': /^$/,
  'data-plain': /^$/,
  'data-scripted': /^$/,
  'data-words': any,
  dir: /^(?:ltr|rtl|auto)$/,
  download: /^[^/\\]{1,200}$/,
  height: /^\d{1,4}$/,
  hidden: any,
  id: /^(?:i-[a-z]{2,10}|form|banner|faults|choose|smsrow|wrongrow|chips|step|due|days|duepick|photoadd|photos|photosay|dayfold|day|draftways|draft|review|box|boxtitle|shut|body|acts)$/,
  inputmode: word,
  lang: word,
  maxlength: /^\d{1,5}$/,
  name: /^(?:(?:set|row|drop|report)\.[\w.-]{1,200}|chip|daychip)$/,
  r: /^[\d.]+$/,
  required: any,
  role: /^(?:status|alert)$/,
  rows: /^\d{1,2}$/,
  selected: any,
  tabindex: /^-1$/,
  type: /^(?:text|radio|checkbox|date|datetime-local|tel|email|file|button|submit)$/,
  value: any,
  viewBox: /^0 0 24 24$/,
  width: /^\d{1,4}$/,
}

const hrefs: Readonly<Record<string, RegExp>> = {
  // files of the record are saved, never shown: the link has a name to save them by
  a: /^(?:tel:[+\d]{3,21}|sms:[+\d]{3,21}|geo:0,0\?q=[\w%.~!*'()-]{1,300}|data:[\w./+-]{1,100};base64,[A-Za-z0-9+/]*={0,2})$/,
  use: /^#i-[a-z]{2,10}$/,
}

const picture = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/

/** @returns the children of the page's body, made anew in this document. @throws RangeError for a page of too many parts. */
export function rebuilt(source: Document): readonly Node[] {
  let left = mostNodes
  const children = (of: Node, depth: number): readonly Node[] => {
    if (depth > mostDepth) throw new RangeError('too deep')
    const made: Node[] = []
    for (const child of of.childNodes) {
      left -= 1
      if (left < 0) throw new RangeError('too many parts')
      if (child instanceof Text || child.nodeType === 3) made.push(document.createTextNode(child.textContent ?? ''))
      const copy = child.nodeType === 1 ? again(child as Element) : null
      if (copy === null) continue
      copy.append(...children(child, depth + 1))
      made.push(copy)
    }
    return made
  }
  return children(source.body, 0)
}

/** Whether `rebuilt` makes a page of it. */
export function isShowable(page: string): boolean {
  try {
    return rebuilt(inert(page)).length > 0
  } catch {
    return false
  }
}

/** Null for an element that no packet has: it goes with all that it holds. */
function again(from: Element): Element | null {
  const name = from.localName
  const isSvg = svg.has(name)
  if (!isSvg && !html.has(name)) return null
  // a box that carries nothing of the form: the hidden ones are for a post without a script
  if (name === 'input' && from.getAttribute('type') === 'hidden') return null
  const made = isSvg ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name)
  for (const { name: key, value } of from.attributes) {
    const allowed = Object.hasOwn(attributes, key) ? attributes[key] : undefined
    if (allowed?.test(value)) made.setAttribute(key, value)
    if (key === 'href' && Object.hasOwn(hrefs, name) && hrefs[name]?.test(value)) made.setAttribute('href', value)
    if (key === 'src' && name === 'img' && picture.test(value)) made.setAttribute('src', value)
  }
  if (made.getAttribute('href')?.startsWith('data:') && !made.hasAttribute('download')) made.removeAttribute('href')
  return made
}
