// The examples of docs/formats.md, which are the known answers of the formats.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const formatsPage = readFileSync(join(import.meta.dirname, '../../docs/formats.md'), 'utf8')

interface Example {
  /** What stands behind ```lisp: `packet`, `reply problem record/not-valid`, `problem sexp/not-sx1`. */
  readonly format: string
  readonly expect: string
  readonly text: string
}

export const examples: readonly Example[] = [...formatsPage.matchAll(/^```lisp (.*)\n([^]*?)^```$/gm)].map(
  ([, info = '', text = '']) => {
    const [, format = '', verdict = 'ok'] = /^(?:(\S+?) ?)??(problem .*)?$/.exec(info) ?? []
    return { format: format === '' ? 'sx1' : format, expect: verdict, text }
  },
)

/** The one good example of a format. */
export function example(format: string): string {
  const [found, ...more] = examples.filter(each => each.format === format && each.expect === 'ok')
  if (found === undefined || more.length > 0) throw new Error(`docs/formats.md needs one example of ${format}`)
  return found.text
}
