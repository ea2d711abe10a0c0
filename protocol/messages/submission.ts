// A submission: anything that reached the intake, as it came, to be sealed. Unknown field names are kept; the core judges them.

import { limits } from '../limits.ts'
import { moment, notValid, Parts, stringsOf } from '../sexp/tagged-lists.ts'
import { list, type SexpList, symbol } from '../sexp/sexp.ts'
import { printSexp } from '../sexp/sexp-print.ts'
import { parseSexp } from '../sexp/sexp-read.ts'

const channels = ['web', 'sealed-web', 'mail', 'mail-text', 'folder'] as const
const kinds = ['reply', 'form-request', 'unsubscribe', 'inquiry'] as const

export interface Submission {
  readonly version: 1
  readonly channel: (typeof channels)[number]
  readonly kind: (typeof kinds)[number]
  readonly received: string
  /** Code that the sender can ask with what became of it. */
  readonly receipt: string
  /** Characters that SX1 cannot carry and that were dropped. */
  readonly cleaned: number
  /** As they came, in order; a reply file or a body sealed in the browser is the one field "body". */
  readonly fields: readonly (readonly [string, string])[]
  readonly files: readonly { readonly name: string; readonly type: string; readonly sha256: string }[]
}

export function printSubmission(submission: Submission): string {
  return printSexp(
    list(
      'satchel-submission',
      list('version', submission.version),
      list('door', symbol(submission.channel)),
      list('kind', symbol(submission.kind)),
      list('received', submission.received),
      list('receipt', submission.receipt),
      list('cleaned', submission.cleaned),
      list('fields', ...submission.fields.map(([name, value]) => list('field', name, value))),
      list(
        'files',
        ...submission.files.map(file =>
          list('file', list('name', file.name), list('type', file.type), list('sha256', file.sha256)),
        ),
      ),
    ),
  )
}

/** @throws Problem of SX1, record/not-valid. */
export function parseSubmission(text: string): Submission {
  const tree = parseSexp(text, { maxBytes: limits.submissionBytes })
  if (tree.tag !== 'satchel-submission') throw notValid('This is not a submission')
  const parts = new Parts(tree, ['version', 'door', 'kind', 'received', 'receipt', 'cleaned', 'fields', 'files'])
  parts.integer('version', 1, 1)
  return {
    version: 1,
    channel: parts.symbol('door', channels),
    kind: parts.symbol('kind', kinds),
    received: moment(parts.string('received'), 'received'),
    receipt: parts.string('receipt'),
    cleaned: parts.integer('cleaned', 0, Number.MAX_SAFE_INTEGER),
    fields: new Parts(parts.one('fields'), [], ['field']).all('field').map(field => {
      const [name = '', value = ''] = stringsOf(field, 2)
      return [name, value]
    }),
    files: filesOf(new Parts(parts.one('files'), [], ['file']).all('file')),
  }
}

function filesOf(lists: readonly SexpList[]): Submission['files'] {
  if (lists.length > limits.files) throw notValid('(files ...) names more files than may be sent')
  return lists.map(file => {
    const named = new Parts(file, ['name', 'type', 'sha256'])
    const sha256 = named.string('sha256')
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw notValid('(sha256 ...) is not 64 hex digits')
    return { name: named.string('name'), type: named.string('type'), sha256 }
  })
}
