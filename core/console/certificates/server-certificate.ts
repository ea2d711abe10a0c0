// The certificate that the console itself shows: the one of the settings, or one that it makes for its address and signs itself. A browser
// asks about that one once; its fingerprint is said when the console begins, to be compared.

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Context } from '../../context/context.ts'
import { problem } from '../../problems/problems.ts'
import { keepCertified, readCertified } from './authority.ts'
import { type Certified, fingerprintOf, makeCertificate } from './make-certificate.ts'

/** Browsers refuse longer ones. */
const days = 397
/** So long before its end another one is made. */
const renewDays = 30

/** @param names addresses and names by which browsers call the console. @throws Problem console/no-certificate. */
export async function readServerCertificate(context: Context, names: readonly string[]): Promise<Certified> {
  const { home, settings } = context
  const { consoleCertFile: certFile, consoleKeyFile: keyFile } = settings
  if (certFile !== undefined && keyFile !== undefined) {
    try {
      const own = {
        cert: readFileSync(resolve(home.folder, certFile), 'utf8'),
        key: readFileSync(resolve(home.folder, keyFile), 'utf8'),
      }
      // no certificate at all is said now, and not to each browser
      fingerprintOf(own.cert)
      return own
    } catch (cause) {
      throw problem('console/no-certificate', 'The certificate of the console cannot be read.', {
        hint: 'consoleCertFile and consoleKeyFile name two PEM files, seen from the home folder',
        cause,
      })
    }
  }
  const now = context.now()
  const known = readCertified(home, 'server')
  if (known !== null && serves(known.cert, names, now)) return known
  const made = await makeCertificate(
    names[0] ?? 'console',
    { kind: 'server', names },
    new Date(now.getTime() + days * 86_400_000),
    now,
    null,
  )
  keepCertified(home, 'server', made)
  return made
}

function serves(cert: string, names: readonly string[], now: Date): boolean {
  const read = new X509Certificate(cert)
  const isLong = new Date(read.validTo).getTime() - now.getTime() > renewDays * 86_400_000
  return (
    isLong && names.every(name => (/^[0-9.]+$|:/.test(name) ? read.checkIP(name) : read.checkHost(name)) !== undefined)
  )
}
