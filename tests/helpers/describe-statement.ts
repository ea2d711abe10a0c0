// Asks PostgreSQL what a statement takes and gives, by the extended protocol's parse and describe: nothing is executed.

import type pg from 'pg'

interface DescribedColumn {
  readonly name: string
  /** As the SQL standard or PostgreSQL names the type: bigint, timestamptz ... */
  readonly type: string
  /** Whether the table lets it be empty; null for a column that is computed. */
  readonly filled: boolean | null
}

export interface DescribedStatement {
  readonly params: readonly string[]
  readonly columns: readonly DescribedColumn[]
}

interface Field {
  readonly name: string
  readonly tableID: number
  readonly columnID: number
  readonly dataTypeID: number
}

/** One round trip as pg's queue of queries expects it. */
class Description implements pg.Submittable {
  #connection: pg.Connection | undefined
  #fields: readonly Field[] = []
  #params: readonly number[] = []
  #failure: Error | undefined
  readonly #text: string
  readonly #done: (params: readonly number[], fields: readonly Field[]) => void
  readonly #failed: (error: Error) => void
  readonly #onParams = (message: { readonly dataTypeIDs: readonly number[] }) => {
    this.#params = message.dataTypeIDs
  }

  constructor(
    text: string,
    done: (params: readonly number[], fields: readonly Field[]) => void,
    failed: (error: Error) => void,
  ) {
    this.#text = text
    this.#done = done
    this.#failed = failed
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection
    connection.on('parameterDescription', this.#onParams)
    connection.parse({ name: '', text: this.#text, types: [] }, true)
    connection.describe({ type: 'S', name: '' }, true)
    connection.sync()
  }

  handleRowDescription(message: { readonly fields: readonly Field[] }): void {
    this.#fields = message.fields
  }

  handleError(error: Error): void {
    this.#failure = error
    this.#end()
  }

  handleReadyForQuery(): void {
    this.#end()
  }

  #end(): void {
    this.#connection?.removeListener('parameterDescription', this.#onParams)
    if (this.#failure === undefined) this.#done(this.#params, this.#fields)
    else this.#failed(this.#failure)
  }
}

const shortNames: Readonly<Record<string, string>> = { 'timestamp with time zone': 'timestamptz' }

/** @throws the database's error where the statement is wrong. */
export async function describeStatement(client: pg.Client, text: string): Promise<DescribedStatement> {
  const [params, fields] = await new Promise<[readonly number[], readonly Field[]]>((resolve, reject) => {
    client.query(new Description(text, (found, columns) => resolve([found, columns]), reject))
  })
  const typeName = async (oid: number) => {
    const { rows } = await client.query<{ name: string }>('select format_type($1, null) as name', [oid])
    const name = rows[0]?.name ?? ''
    return shortNames[name] ?? name
  }
  const names: string[] = []
  for (const oid of params) names.push(await typeName(oid))
  const columns: DescribedColumn[] = []
  for (const field of fields) {
    const { rows } = await client.query<{ filled: boolean }>(
      'select attnotnull as filled from pg_attribute where attrelid = $1 and attnum = $2',
      [field.tableID, field.columnID],
    )
    columns.push({ name: field.name, type: await typeName(field.dataTypeID), filled: rows[0]?.filled ?? null })
  }
  return { params: names, columns }
}
