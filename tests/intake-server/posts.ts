// What visitors send to a running intake, and what then lies in its spool, opened with the keys of the test.

import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { limits } from '@satchel/protocol/limits'
import { parseSubmission, type Submission } from '@satchel/protocol/messages/submission'
import { parseUpload, type Upload } from '@satchel/protocol/messages/upload'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { type IntakeOptions, type RunningIntake, startIntake } from '../helpers/intake.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'

export const liveToken = 'ABCDEFGHJKMNPQRSTVWXYZ0123'

/** The moment at which a page was shown, long enough ago. */
export const shownBefore = (): string => String(Math.floor(Date.now() / 1000) - 60)

export function publicHalves(keys: TestKeys): IntakeOptions['keys'] {
  return { core: keys.core.publicArmored, recovery: keys.recovery.publicArmored }
}

/** Posts fields as a form does. */
export function postForm(url: string, fields: Readonly<Record<string, string>>, headers = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers })
}

/** Posts anything. */
export function postBody(url: string, body: NonNullable<RequestInit['body']>, type?: string): Promise<Response> {
  const headers = type === undefined ? {} : { 'Content-Type': type }
  return fetch(url, { method: 'POST', body, redirect: 'manual', headers })
}

export function multipart(parts: Readonly<Record<string, string | readonly (Uint8Array | string)[]>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') form.append(name, value)
    else for (const [index, file] of value.entries()) form.append(name, new Blob([file]), `file ${index}.bin`)
  }
  return form
}

export interface Held {
  readonly pool: string
  readonly name: string
  readonly submission?: Submission
  readonly upload?: Upload
}

/** Every item of a spool, opened; what cannot be opened fails. */
export async function heldIn(spool: string, keys: TestKeys): Promise<readonly Held[]> {
  const held: Held[] = []
  for (const pool of ['reply', 'unsubscribe', 'open']) {
    for (const file of readdirSync(join(spool, 'new', pool))) {
      const bytes = new Uint8Array(readFileSync(join(spool, 'new', pool, file)))
      const opened = await open(bytes, { keys: [keys.corePrivate] }, { maxBytes: limits.sealedUploadBytes })
      const name = file.slice(0, 64)
      held.push(
        opened.text.startsWith('(satchel-upload')
          ? { pool, name, upload: parseUpload(opened.text) }
          : { pool, name, submission: parseSubmission(opened.text) },
      )
    }
  }
  return held
}

/** Writes octets to a socket and gives what came back until the other side closed it. */
export function exchange(url: string, ...sent: readonly (string | Uint8Array)[]): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let got = ''
    socket.setEncoding('latin1').on('data', (text: string) => (got += text))
    socket.once('close', () => resolve(got))
    // cut by the other side: what it said before counts
    socket.on('error', error => ('code' in error && error.code !== 'ECONNREFUSED' ? undefined : reject(error)))
    for (const part of sent) socket.write(part)
  })
}

/** A running intake of its own for each test of a file, and what it holds. */
export function eachWithIntake() {
  let keys: TestKeys | undefined
  let intake: RunningIntake | undefined
  beforeAll(async () => {
    keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
  })
  beforeEach(async () => {
    intake = await startIntake({ keys: publicHalves(keys as TestKeys) })
  })
  afterEach(async () => {
    await intake?.close()
  })
  return {
    get keys() {
      return keys as TestKeys
    },
    get intake() {
      return intake as RunningIntake
    },
    held: () => heldIn((intake as RunningIntake).spool, keys as TestKeys),
  }
}
