// The authority of this installation: it signs the certificates that name colleagues to the console, and nothing else. Browsers are never asked
// to trust it. Its key stays in the home folder; where it is lost, colleagues get new certificates.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Home, writePrivate } from '../../home/home.ts'
import { type Certified, makeCertificate } from './make-certificate.ts'

const years = 10

export const consoleFolder = (home: Home): string => join(home.folder, 'console')

const filesOf = (home: Home, name: string) => ({
  cert: join(consoleFolder(home), `${name}.pem`),
  key: join(consoleFolder(home), `${name}-key.pem`),
})

/** A certificate of the folder with its key; null where there is none yet. */
export function readCertified(home: Home, name: string): Certified | null {
  const files = filesOf(home, name)
  if (!existsSync(files.cert) || !existsSync(files.key)) return null
  return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') }
}

export function keepCertified(home: Home, name: string, { cert, key }: Certified): void {
  mkdirSync(consoleFolder(home), { recursive: true, mode: 0o700 })
  const files = filesOf(home, name)
  // a key without its certificate is made again
  writePrivate(files.key, key)
  writePrivate(files.cert, cert)
}

/** Made when it is first asked for. */
export async function readAuthority(home: Home, organisation: string, now: Date): Promise<Certified> {
  const known = readCertified(home, 'authority')
  if (known !== null) return known
  const until = new Date(now.getTime() + years * 365 * 86_400_000)
  const made = await makeCertificate(
    `Satchel console of ${organisation}`.slice(0, 60),
    { kind: 'authority' },
    until,
    now,
    null,
  )
  keepCertified(home, 'authority', made)
  return made
}
