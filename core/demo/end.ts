// How the demo ends: the conservation line over all runs, and where everything lies.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readServerState } from '../db/embedded-server.ts'
import { homePaths } from '../home/home.ts'
import { type ReceivedLetter, readMailbox } from './mailbox.ts'
import { ask, type Stage } from './stage.ts'

interface Run {
  readonly before: number
  readonly pulled: number
  readonly ended: number
  readonly after: number
}

/** The first sealed item that the public host settled. */
function sealedItem(stage: Stage): string {
  const done = join(dirname(stage.home), 'public-host', 'spool', 'done')
  const day = existsSync(done) ? readdirSync(done)[0] : undefined
  const file = day === undefined ? undefined : readdirSync(join(done, day)).find(name => name.endsWith('.sexp.pgp'))
  return day === undefined || file === undefined ? done : join(done, day, file)
}

/** Saves a letter's forms as a mail program does, for whoever has none at hand. @returns their paths by ending. */
function saveForms(stage: Stage, letter: ReceivedLetter | undefined): ReadonlyMap<string, string> {
  const folder = join(dirname(stage.home), 'look')
  mkdirSync(folder, { recursive: true })
  return new Map(
    [...(letter?.attachments ?? [])]
      .filter(([name]) => /\.(html|txt)$/.test(name))
      .map(([name, text]) => {
        const path = join(folder, basename(name))
        writeFileSync(path, text)
        return [name.split('.').at(-1) ?? '', path]
      }),
  )
}

/** @returns whether all runs together add up. */
export async function sayEnd(stage: Stage, customer: string): Promise<boolean> {
  const { tell, home } = stage
  const runs = await ask<readonly Run[]>(stage, ['query', 'runs/last', '--param', 'limit=1000'])
  const sum = (pick: (row: Run) => number) => runs.reduce((total, row) => total + pick(row), 0)
  const [pulled, ended, waiting] = [sum(row => row.pulled), sum(row => row.ended), runs[0]?.after ?? 0]
  const balanced = pulled === ended + waiting
  const verdict = balanced ? 'It adds up.' : 'IT DOES NOT ADD UP.'
  tell(`\nIn all: ${pulled} items pulled = ${ended} ended + ${waiting} waiting. ${verdict}`)
  const mail = join(home, 'mail')
  const letters = readMailbox(mail, 'anna@kilimo.example')
  const kind = (name: string) => letters.findLast(letter => basename(letter.path).startsWith(name))
  const forms = saveForms(stage, kind('packet-'))
  tell('\nLook for yourself:')
  tell(`  a form             ${forms.get('html') ?? ''}  (in a browser)`)
  tell(`                     ${forms.get('txt') ?? ''}  (in an editor)`)
  tell(`  what became of it  ${kind('outcome-')?.path ?? ''}`)
  tell(`  all letters        ${mail}  (one Maildir each), such as:`)
  tell(`                     mutt -f ${join(mail, 'anna@kilimo.example')}`)
  tell(`                     mutt -f ${join(mail, customer)}`)
  tell(`  a sealed item      gpg --decrypt ${sealedItem(stage)}`)
  tell(`                     (after: gpg --import ${join(home, 'keys/core-private.asc')})`)
  tell(`  items, raw         ${join(home, 'spool')}`)
  tell(`  the public host    ${join(dirname(home), 'public-host')}`)
  tell(`  the database       npm run satchel -- --home ${home} db start, then ... db psql`)
  // as root the server has a folder of its own elsewhere
  const data = readServerState(homePaths(home))?.data ?? home
  tell(`  to clean up        rm -r ${dirname(home)}${data.startsWith(home) ? '' : ` ${data}`}`)
  return balanced
}
