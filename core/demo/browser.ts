// Stands in for a browser with a form page that came by mail, as far as the demo needs it: reads its inputs, fills some in, posts.
// Reads only pages that Satchel itself prints.

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const decoded = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot));/gi, (_all, hex?: string, dec?: string, name?: string) =>
    hex !== undefined
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : dec !== undefined
        ? String.fromCodePoint(Number(dec))
        : (entities[name ?? ''] ?? ''),
  )

const attributeOf = (tag: string, name: string) => {
  const found = new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s">]+))`).exec(tag)
  return found === null ? undefined : decoded(found[1] ?? found[2] ?? '')
}

/** Names and values that a page would post as it stands. */
function inputsOf(page: string): Map<string, string> {
  const inputs = new Map<string, string>()
  for (const [tag] of page.matchAll(/<input\b[^>]*>/g)) {
    const name = attributeOf(tag, 'name')
    const type = attributeOf(tag, 'type')
    // of some that exclude each other only the chosen one is posted
    if (name === undefined || type === 'checkbox' || (type === 'radio' && !/\bchecked\b/.test(tag))) continue
    inputs.set(name, attributeOf(tag, 'value') ?? '')
  }
  for (const [, open = '', options = ''] of page.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const chosen = /<option\b[^>]*\bselected\b[^>]*>/.exec(options)?.[0]
    inputs.set(attributeOf(open, 'name') ?? '', chosen === undefined ? '' : (attributeOf(chosen, 'value') ?? ''))
  }
  for (const [, open = '', text = ''] of page.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)) {
    inputs.set(attributeOf(open, 'name') ?? '', decoded(text.replace(/^\n/, '')))
  }
  return inputs
}

/** The names of the inputs below a fieldset whose shown value is this one: which row an address stands in. */
export function rowOf(page: string, value: string): string {
  const found = [...inputsOf(page)].find(([name, shown]) => name.startsWith('row.') && shown === value)
  if (found === undefined) throw new Error('the page does not show that value')
  return found[0]
}

/** Fills in a page and presses its button. @returns the status of the answer: 303 leads to the page of thanks. */
export async function fillAndSend(page: string, filled: Readonly<Record<string, string>>): Promise<number> {
  const action = /<form\b[^>]*>/.exec(page)?.[0]
  const url = action === undefined ? undefined : attributeOf(action, 'action')
  if (url === undefined) throw new Error('the page has no form')
  const inputs = inputsOf(page)
  // one of some that exclude each other may be chosen where none was
  const names = new Set(
    [...page.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].map(([tag]) => attributeOf(tag, 'name')),
  )
  for (const [name, value] of Object.entries(filled)) {
    if (!names.has(name)) throw new Error(`the page has no input ${name}`)
    inputs.set(name, value)
  }
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams([...inputs]),
    // what every page that was opened from a mail says of where it comes from
    headers: { origin: 'null' },
    redirect: 'manual',
  })
  await answer.arrayBuffer()
  return answer.status
}

/** Opens a page of the intake, as a visitor does, and sends its form a little later. */
export async function visit(url: string, filled: Readonly<Record<string, string>>): Promise<number> {
  const page = await (await fetch(url)).text()
  const inputs = inputsOf(page)
  for (const [name, value] of Object.entries(filled)) inputs.set(name, value)
  const shown = Number(inputs.get('shown'))
  // a person needs some seconds; the demo says that they have passed
  inputs.set('shown', String(shown - 20))
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams([...inputs]), redirect: 'manual' })
  await answer.arrayBuffer()
  return answer.status
}
