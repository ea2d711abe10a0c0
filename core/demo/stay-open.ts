// satchel demo --serve: everything keeps running, so that a person can answer a packet in their own browser or editor, leave,
// ask, and watch what becomes of it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { attachment, readMailbox } from './mailbox.ts'
import type { PublicHost } from './public-host.ts'
import { choose, quietly, run, type Stage } from './stage.ts'

/**
 * Sends a fresh packet, says what can be tried, and runs until it is stopped.
 * @param sent human ids of records whose packets Anna has.
 */
export async function serveOn(stage: Stage, host: PublicHost, sent: readonly string[]): Promise<void> {
  const { tell, home, world } = stage
  tell('\n9. Now you. A fresh packet for Anna, and everything keeps running.\n')
  const one = (await choose(stage, 'anna', sent.length + 1)).find(({ hid }) => !sent.includes(hid))
  if (one === undefined) throw new Error('the samples gave nobody')
  await run(stage, ['dispatch', one.hid, '--to', 'anna'])
  await run(stage, ['send'])
  const letter = readMailbox(join(home, 'mail'), 'anna@kilimo.example').at(-1)
  if (letter === undefined) throw new Error('the letter did not arrive')
  const folder = join(dirname(home), 'yours')
  mkdirSync(folder, { recursive: true })
  for (const ending of ['.html', '.txt'] as const)
    writeFileSync(join(folder, `packet${ending}`), attachment(letter, ending))
  tell('\nAnswer it, as you like:')
  tell(`  in your browser    file://${join(folder, 'packet.html')}`)
  tell(
    `  in your editor     ${join(folder, 'packet.txt')}, then: cp ${join(folder, 'packet.txt')} ${join(home, 'inbox')}/`,
  )
  tell(`  ask, leave, inquire ${host.url}/`)
  tell(`  watch              npm run satchel -- --home ${home} status`)
  tell(`  the record         npm run satchel -- --home ${home} show ${one.hid}`)
  tell(`  acknowledgements   mutt -f ${join(home, 'mail', 'anna@kilimo.example')}`)
  tell('  the office          the console, at the link below')
  tell('')
  const env = { ...world.env, SATCHEL_EVERY_SECONDS: '2', SATCHEL_CONSOLE_LISTEN: '127.0.0.1:0' }
  await quietly({ ...stage, world: { ...world, env } }, ['run', '--console'], world.streams.out, [0, 130])
}
