// The program of commit 06c89e0, as the fixture is made with it: its commands in processes of their own, its intake, its mailboxes.
// Nothing here is imported from the sources beside it: what they are now must not shape what lies in the fixture.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface OldLetter {
  readonly path: string
  readonly subject: string
  readonly replyTo: string
  readonly oneClick: string
  readonly attachments: ReadonlyMap<string, string>
}

interface OldModules {
  readonly 'core/demo/mailbox.ts': {
    readonly readMailbox: (root: string, address: string) => readonly OldLetter[]
    readonly attachment: (letter: OldLetter, ending: string) => string
  }
  readonly 'core/demo/browser.ts': {
    readonly fillAndSend: (page: string, filled: Readonly<Record<string, string>>) => Promise<number>
    readonly visit: (url: string, filled: Readonly<Record<string, string>>) => Promise<number>
    readonly rowOf: (page: string, value: string) => string
  }
  readonly 'core/demo/mail-program.ts': {
    readonly sendMail: (root: string, core: string, mail: Readonly<Record<string, unknown>>) => Promise<void>
  }
  readonly 'core/demo/public-host.ts': {
    readonly startPublicHost: (
      folder: string,
    ) => Promise<{ url: string; pullUrl: string; stop(): Promise<void> } | null>
  }
  readonly 'core/home/home.ts': { readonly homePaths: (folder: string) => unknown }
  readonly 'core/db/logins.ts': { readonly loginUrl: (home: unknown, settings: unknown, login: 'owner') => string }
  readonly 'protocol/messages/packet.ts': {
    readonly parsePacket: (text: string) => { id: string; epoch: number; token: string }
  }
  readonly 'protocol/messages/reply.ts': { readonly printReply: (reply: Readonly<Record<string, unknown>>) => string }
}

export interface Old {
  /** A module of that commit. */
  load<K extends keyof OldModules>(path: K): Promise<OldModules[K]>
  /** Runs a command on the home folder. @throws where it ends with another code than these. */
  satchel(args: readonly string[], codes?: readonly number[]): string
  /** Settings of the surroundings for commands that follow. */
  env: Record<string, string>
}

/** @param clone a work tree of that commit, with its packages installed. */
export function oldProgram(clone: string, home: string): Old {
  const old: Old = {
    env: {},
    load: path => import(join(clone, path)),
    satchel(args, codes = [0]) {
      process.stderr.write(`$ satchel ${args.join(' ')}\n`)
      const program = ['--conditions=satchel-source', join(clone, 'core/cli/start.ts'), '--home', home, ...args]
      const node = join(clone, 'node_modules/.bin/node')
      const ended = spawnSync(node, program, { env: { PATH: process.env.PATH, ...old.env }, encoding: 'utf8' })
      process.stderr.write(ended.stderr)
      if (!codes.includes(ended.status ?? -1)) throw new Error(`satchel ${args[0]} ended with ${ended.status}`)
      return ended.stdout
    },
  }
  return old
}

/** Writes values below labels of a text form, as somebody with an editor does. */
export function fill(form: string, answers: Readonly<Record<string, string>>): string {
  return Object.entries(answers).reduce((text, [label, value]) => {
    const lines = text.split('\n')
    const at = lines.findIndex(line => line.trim() === `[${label}]`)
    if (at < 0) throw new Error(`the text form has no [${label}]`)
    let end = at + 1
    while (end < lines.length && lines[end]?.trim() !== '') end++
    return [...lines.slice(0, at + 1), value, ...lines.slice(end)].join('\n')
  }, form)
}

/** A mail as a person's mail program sends it, with the filled form as its text. */
export function mailWith(letter: OldLetter, from: string, id: string, text: string): string {
  return [
    `From: ${from}`,
    `To: ${letter.replyTo}`,
    `Subject: Re: ${letter.subject}`,
    'Date: Sun, 29 Nov 2026 12:00:00 +0000',
    `Message-ID: <${id}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
  ]
    .join('\n')
    .replace(/\r?\n/g, '\r\n')
}

/** What a browser would send of a page: path, type and body of its post, written to a file. */
export async function keepPost(
  page: string,
  filled: Readonly<Record<string, string>>,
  file: string,
  send: OldModules['core/demo/browser.ts']['fillAndSend'],
): Promise<void> {
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const post = { path: request.url, type: request.headers['content-type'], body: Buffer.concat(chunks).toString() }
      writeFileSync(file, `${JSON.stringify(post, null, 2)}\n`)
      response.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    // the same page, whose button leads here
    await send(page.replaceAll(/action="http:\/\/127\.0\.0\.1:\d+/g, `action="http://127.0.0.1:${port}`), filled)
  } finally {
    server.close()
  }
}
