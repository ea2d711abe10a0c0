// The peers of the import benchmark, run beside it on the same work: gpg opening the same files, and nncp-toss taking as many
// packets of the same size from its spool. Null where the program is not installed.

import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const isThere = (program: string, ...args: readonly string[]) => spawnSync(program, args).error === undefined

function run(program: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input, maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return stdout
}

const seconds = (work: () => void) => {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

/** Opening alone. @returns items a second. */
export function gpgRate(folder: string, keyFile: string, files: readonly string[]): number | null {
  if (!isThere('gpg', '--version')) return null
  const home = join(folder, 'gnupg')
  const work = join(folder, 'gpg')
  mkdirSync(home, { mode: 0o700 })
  mkdirSync(work)
  run('gpg', ['--homedir', home, '--batch', '--import', keyFile])
  const names = files.map((file, index) => {
    const name = join(work, `${index}.sexp.gpg`)
    linkSync(file, name)
    return name
  })
  const took = seconds(() => {
    for (let from = 0; from < names.length; from += 5000) {
      run('gpg', [
        '--homedir',
        home,
        '--batch',
        '--quiet',
        '--yes',
        '--multifile',
        '--decrypt',
        ...names.slice(from, from + 5000),
      ])
    }
  })
  const opened = readdirSync(work).filter(name => name.endsWith('.sexp')).length
  if (opened !== files.length) throw new Error(`gpg opened ${opened} of ${files.length}`)
  spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
  return files.length / took
}

interface Node {
  readonly id: string
  readonly text: string
}

/**
 * A packet opened and a file written, each: no database, no merge, no answer.
 * @returns what tosses all of them and says how many a second; again and again, beside each of our own runs.
 */
export function nncpPeer(folder: string, text: string, count: number): (() => number) | null {
  if (!isThere('nncp-cfgnew', '-version')) return null
  const self = (): Node => {
    const text = run('nncp-cfgnew', ['-nocomments'])
    const block = /self: \{([^}]*)\}/.exec(text)?.[1] ?? ''
    return { id: /id: (\w+)/.exec(block)?.[1] ?? '', text: block }
  }
  const publicOf = (node: Node) => (node.text.match(/^\s*(id|exchpub|signpub|noisepub): \w+$/gm) ?? []).join('\n')
  const [from, to] = [self(), self()]
  const place = (name: string) => join(folder, 'nncp', name)
  mkdirSync(place('from'), { recursive: true })
  const config = (name: string, own: Node, other: Node, more = '') => {
    const file = place(`${name}.hjson`)
    writeFileSync(
      file,
      `{\nspool: ${place(name)}\nlog: ${place(`${name}.log`)}\nself: {${own.text}\n}\nneigh: {\nself: {\n${publicOf(own)}\n}\nother: {\n${publicOf(other)}\n${more}}\n}\n}\n`,
    )
    return file
  }
  const sender = config('from', from, to)
  const file = place('reply.sexp')
  writeFileSync(file, text)
  for (let index = 0; index < count; index++) run('nncp-file', ['-cfg', sender, '-quiet', file, `other:${index}.sexp`])
  // the packets go over as by a stick
  const packets = place('packets')
  renameSync(join(place('from'), to.id, 'tx'), packets)
  rmSync(join(packets, 'hdr'), { recursive: true, force: true })
  let round = 0
  return () => {
    // new folders each time: where thousands of files were just deleted, opening one is slow for a while
    const incoming = place(`incoming-${++round}`)
    const toRound = config(`to-${round}`, to, from, `incoming: ${incoming}\n`)
    const spool = join(place(`to-${round}`), from.id, 'rx')
    for (const made of [spool, incoming]) mkdirSync(made, { recursive: true })
    for (const name of readdirSync(packets)) linkSync(join(packets, name), join(spool, name))
    const took = seconds(() => run('nncp-toss', ['-cfg', toRound, '-quiet', '-node', 'other']))
    const tossed = readdirSync(incoming).length
    if (tossed !== count || readFileSync(join(incoming, '0.sexp'), 'utf8') !== text) {
      throw new Error(`nncp-toss wrote ${tossed} of ${count}`)
    }
    return count / took
  }
}
