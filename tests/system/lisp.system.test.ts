// An SX1 file is the same value to three Lisps as to us: people may read and write packets and replies with them.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { printOutcome } from '@satchel/protocol/messages/outcome'
import { printPacket } from '@satchel/protocol/messages/packet'
import { printReply } from '@satchel/protocol/messages/reply'
import { isSymbol, type SexpNode } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import { printSubmission } from '@satchel/protocol/messages/submission'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'
import { outcome, packet, reply, sexp, submission } from '../protocol/arbitraries.ts'
import { accepted } from '../protocol/sexp-vectors.ts'

const script = (name: string) => join(import.meta.dirname, 'lisp', name)

const readers = [
  { name: 'Emacs', program: 'emacs', args: ['--batch', '-Q', '-l', script('dump.el')] },
  { name: 'SBCL', program: 'sbcl', args: ['--script', script('dump.lisp')] },
  { name: 'Guile', program: 'guile', args: ['--no-auto-compile', '-s', script('dump.scm')] },
]

/** What the scripts print: strings as decimal code points joined by points, so that no encoding of output matters. */
function dumpSexp(node: SexpNode): string {
  if (typeof node === 'string') return `"${Array.from(node, c => c.codePointAt(0)).join('.')}"`
  if (typeof node === 'number') return String(node)
  if (isSymbol(node)) return node.symbol
  return `(${[node.tag, ...node.items.map(dumpSexp)].join(' ')})`
}

/** The vectors as they stand, our prints of random values, and those a reader can take a wrong turn at. */
function files(): readonly string[] {
  const sample = <Value>(arbitrary: fc.Arbitrary<Value>, print: (value: Value) => string) =>
    fc.sample(arbitrary, { numRuns: 40, seed: 20261123 }).map(print)
  return [
    ...accepted.map(({ text }) => text),
    ...sample(sexp, printSexp),
    ...sample(packet, printPacket),
    ...sample(reply, printReply),
    ...sample(submission, printSubmission),
    ...sample(outcome, printOutcome),
  ]
}

async function expectSameAsOurs(program: string, args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'satchel-lisp-'))
  try {
    const texts = files()
    const paths = texts.map((_, index) => join(folder, `${index}.sexp`))
    await Promise.all(texts.map((text, index) => writeFile(paths[index] ?? '', text)))
    const env = { ...process.env, LC_ALL: 'C' }
    const { stdout } = await promisify(execFile)(program, [...args, ...paths], { env, maxBuffer: 64 * 1024 * 1024 })
    expect(stdout.trimEnd().split('\n')).toEqual(texts.map(text => dumpSexp(parseSexp(text))))
  } finally {
    await rm(folder, { recursive: true })
  }
}

for (const { name, program, args } of readers) {
  systemTest([program], `${name} reads every SX1 file as we do`, () => expectSameAsOurs(program, args))
}
