// A console that has opened, said to the one who runs it: where it listens, and how colleagues come in.

import type { Opened } from '../../console/serve-console.ts'
import type { Context } from '../../context/context.ts'
import type { Io } from '../io.ts'

export async function sayConsole(
  io: Io,
  context: Context,
  { address, url, takesLinks, fingerprint }: Opened,
): Promise<void> {
  io.note(`the console listens at ${address}; stop with Ctrl-C`)
  if (fingerprint !== null)
    io.note(`its certificate has the SHA-256 fingerprint ${fingerprint}: compare it in the browser`)
  if (!takesLinks) {
    io.say(`Colleagues with a certificate open ${url}: satchel staff certificate NAME makes one.`)
    return
  }
  const { makeConsoleLink } = await import('../../console/console-link.ts')
  const { link, staff, minutes } = await makeConsoleLink(context, { address: url })
  io.say(`The console, for ${staff}, within ${minutes} minutes: ${link}`)
}
