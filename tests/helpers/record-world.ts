// Tests of pages of records: a home with the samples, its console, browsers of its colleagues, and ways to make and read records.

import { type Browser, openTestConsole, type TestConsole } from './console.ts'
import { makeHome, type TestHome } from './home.ts'

export interface RecordWorld {
  readonly home: TestHome
  readonly served: TestConsole
  readonly anna: Browser
  readonly baraka: Browser
  readonly grace: Browser
  /** Adds a record as anna. @returns its human id. */
  readonly added: (type: string, ...words: readonly string[]) => Promise<string>
  readonly addedBy: (staff: string, type: string, ...words: readonly string[]) => Promise<string>
  /** The one row of a statement of the owner. */
  one<T>(sql: string): Promise<T>
  close(): Promise<void>
}

export async function openRecordWorld(): Promise<RecordWorld> {
  const home = await makeHome({ samples: true })
  const served = await openTestConsole(home)
  const addedBy = async (staff: string, type: string, ...words: readonly string[]) => {
    const { out, err } = await home.satchel(['--as', staff, 'add', type, ...words, '--json'])
    if (err !== '') throw new Error(err)
    return (JSON.parse(out) as { record: string }).record
  }
  return {
    home,
    served,
    anna: await served.as('anna'),
    baraka: await served.as('baraka'),
    grace: await served.as('grace'),
    addedBy,
    added: (type, ...words) => addedBy('anna', type, ...words),
    async one<T>(sql: string) {
      const [row] = await home.rows<T & object>(sql)
      if (row === undefined) throw new Error(`no row: ${sql}`)
      return row
    },
    async close() {
      await served.close()
      await home.close()
    },
  }
}

/** The hidden fields and controls of the first form that holds this control. */
export function formWith(text: string, control: string): Record<string, string> {
  const form = [...text.matchAll(/<form[^]*?<\/form>/g)]
    .map(([one]) => one)
    .find(one => one.includes(`name="${control}"`))
  if (form === undefined) throw new Error(`no form with ${control}`)
  const plain = (value: string) =>
    value.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
  const inputs = [...form.matchAll(/<input[^>]*? name="([^"]*)"[^>]*>/g)].map(([tag, name = '']) => [
    name,
    plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? ''),
  ])
  const areas = [...form.matchAll(/<textarea[^>]*? name="([^"]*)"[^>]*>\n([^]*?)<\/textarea>/g)].map(
    ([, name = '', value = '']) => [name, plain(value)],
  )
  return Object.fromEntries([...inputs, ...areas]) as Record<string, string>
}
