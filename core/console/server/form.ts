// A posted form: its fields, and the files in it.

import { limits } from './limits.ts'

export interface PostedFile {
  /** As the browser says it, without folders. */
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

export interface Form {
  /** The empty string where there is none. */
  get(name: string): string
  all(name: string): readonly string[]
  names(): readonly string[]
  file(name: string): PostedFile | null
  files(name: string): readonly PostedFile[]
  /** Of the controls in which a file was chosen. */
  fileNames(): readonly string[]
}

type Read = { readonly form: Form } | { readonly fault: 'refused-form' | 'refused-fields' }

/** Reads what a browser posts. A body of another kind is a fault. */
export async function readForm(body: Buffer, contentType: string): Promise<Read> {
  const kind = contentType.split(';')[0]?.trim().toLowerCase()
  if (kind !== 'application/x-www-form-urlencoded' && kind !== 'multipart/form-data') return { fault: 'refused-form' }
  // the parser of the platform; it is given the bytes and nothing of the connection
  const data = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null)
  if (data === null) return { fault: 'refused-form' }
  const fields = new Map<string, string[]>()
  const files = new Map<string, PostedFile[]>()
  let count = 0
  let fileCount = 0
  for (const [name, value] of data) {
    if (++count > limits.formFields) return { fault: 'refused-fields' }
    // no text of the database holds this sign
    if (`${name}${typeof value === 'string' ? value : value.name}`.includes('\0')) return { fault: 'refused-form' }
    if (typeof value === 'string') {
      // browsers send CRLF in text areas
      fields.set(name, [...(fields.get(name) ?? []), value.replace(/\r\n?/g, '\n')])
    } else if (value.name !== '' || value.size > 0) {
      if (++fileCount > limits.uploadFiles) return { fault: 'refused-fields' }
      const name_ = value.name.split(/[/\\]/).at(-1) ?? ''
      const file = { name: name_, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) }
      files.set(name, [...(files.get(name) ?? []), file])
    }
  }
  return {
    form: {
      get: name => fields.get(name)?.[0] ?? '',
      all: name => fields.get(name) ?? [],
      names: () => [...fields.keys()],
      file: name => files.get(name)?.[0] ?? null,
      files: name => files.get(name) ?? [],
      fileNames: () => [...files.keys()],
    },
  }
}

export const noForm: Form = {
  get: () => '',
  all: () => [],
  names: () => [],
  file: () => null,
  files: () => [],
  fileNames: () => [],
}
