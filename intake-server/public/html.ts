// Writes HTML: whatever is put into a template is escaped, unless it is HTML already. No page of this server has a script.

/** Text that is HTML; made by `html` only. */
export interface Html {
  readonly html: string
}

type Value = string | number | Html | null | readonly Html[]

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function show(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.replace(/[&<>"']/g, mark => marks[mark] ?? '')
  return 'html' in value ? value.html : value.map(each => each.html).join('')
}

/** Null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: strings.map((text, index) => text + show(values[index] ?? null)).join('') }
}

/** HTML that stands in a source file of ours. */
export function raw(text: string): Html {
  return { html: text }
}
