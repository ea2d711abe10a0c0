// Writes HTML: text that is put into a template is escaped, unless it is HTML already.

/** Text that is HTML; made by `html` and `raw` only. */
export interface Html {
  readonly html: string
}

export type Value = string | number | boolean | Html | null | undefined | readonly (Html | null | undefined | false)[]

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function show(value: Value): string {
  if (value === null || value === undefined || value === false || value === true) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.replace(/[&<>"']/g, mark => marks[mark] ?? '')
  if ('html' in value) return value.html
  return value.map(each => (each ? each.html : '')).join('')
}

/** Null, undefined, true and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: strings.map((text, index) => text + show(values[index])).join('') }
}

/** HTML that a source file of ours holds, or that a library made of escaped values. Never a person's words. */
export const raw = (text: string): Html => ({ html: text })

/** An attribute with its value, where it is there: ` name="value"`; of `true` the name alone. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Html | null {
  if (value === null || value === undefined || value === false) return null
  return value === true ? raw(` ${name}`) : html` ${raw(name)}="${value}"`
}

/** An address of a page with its parameters; empty ones are left out. */
export function address(
  path: string,
  params: Readonly<Record<string, string | readonly string[] | null>> = {},
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const each of value === null ? [] : typeof value === 'string' ? [value] : value) {
      if (each !== '') query.append(name, each)
    }
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** One part of a path. */
export const part = (text: string): string => encodeURIComponent(text)
