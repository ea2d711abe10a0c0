// The known answers of SX1. Each vector states its own verdict; a dated one is never changed or deleted.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SexpList } from '@satchel/protocol/sexp/sexp'

interface Accepted {
  readonly about: string
  readonly text: string
  readonly expect: 'ok'
  readonly tree: SexpList
}

interface Refused {
  readonly about: string
  readonly text: string
  /** `problem CODE`. */
  readonly expect: string
  readonly at: { readonly line: number; readonly column: number }
}

const folder = join(import.meta.dirname, '../vectors/sx1')

const vectors: readonly (Accepted | Refused)[] = readdirSync(folder).flatMap(
  name => JSON.parse(readFileSync(join(folder, name), 'utf8')).vectors,
)

const isAccepted = (vector: Accepted | Refused): vector is Accepted => vector.expect === 'ok'

export const accepted = vectors.filter(isAccepted)
export const refused = vectors.filter((vector): vector is Refused => !isAccepted(vector))
