// Certificates that name colleagues to the console: made once, listed, revoked. The database keeps their fingerprints; key and certificate go to
// the colleague in one file, under a password that is said once.

import { randomInt } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Context } from '../../context/context.ts'
import { useCase } from '../../context/use-case.ts'
import { keepCertificate, revokeCertificate, staffCertificates } from '../../db/calls/console.ts'
import { problem } from '../../problems/problems.ts'
import { changeStaff } from '../../staff/change-staff.ts'
import { readAuthority } from './authority.ts'
import { browserFile, fingerprintOf, makeCertificate } from './make-certificate.ts'

/** Without letters and figures that look alike. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'

const newPassword = () =>
  Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')).join('-')

const Wanted = z.object({
  hid: z.string(),
  days: z
    .number()
    .int('Days are a whole number.')
    .min(1, 'A certificate is good for a day at least.')
    .max(825, 'A certificate is good for 825 days at the most.')
    .default(365),
})
type Wanted = z.infer<typeof Wanted>

const Made = z.object({
  hid: z.string(),
  name: z.string(),
  /** SHA-256 in hex. */
  fingerprint: z.string(),
  until: z.date(),
  /** Said once, and kept nowhere. */
  password: z.string(),
})

/** Notes the certificate in the name of the administrator who acts. Its file is in the result alone. */
async function made(context: Context, { hid, days }: Wanted) {
  const now = context.now()
  const until = new Date(now.getTime() + days * 86_400_000)
  const authority = await readAuthority(context.home, context.settings.organisation, now)
  const certificate = await makeCertificate(hid.toLowerCase(), { kind: 'client' }, until, now, authority)
  const fingerprint = fingerprintOf(certificate.cert)
  const kept = await changeStaff(context, { hid, dryRun: false }, async database => ({
    changed: (await database.run(keepCertificate, { staff: hid, fingerprint, until })).kept,
  }))
  const password = newPassword()
  const bytes = browserFile(certificate, password, `Satchel, ${kept.name}`)
  return { ...kept, fingerprint, until, password, bytes }
}

/** @throws Problem staff/admin-only, staff/not-known, usage/wrong where there is a file of that name. */
export const makeStaffCertificate = useCase(
  /** `out`: the file for the browser, PKCS #12. */
  Wanted.extend({ out: z.string() }),
  Made.extend({ file: z.string() }),
  async (context, { out: file, ...wanted }) => {
    if (existsSync(file))
      throw problem('usage/wrong', `There is a file ${file} already.`, { hint: '--out FILE names another' })
    const { bytes, ...said } = await made(context, wanted)
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 })
    return { ...said, file }
  },
)

/** The same for a browser: the file is given, and kept nowhere. @throws Problem staff/admin-only, staff/not-known. */
export const issueStaffCertificate = useCase(
  Wanted,
  /** `bytes`: PKCS #12. */
  Made.extend({ bytes: z.instanceof(Buffer) }),
  made,
)

/** One's own, and for an administrator all, the newest first. */
export const listStaffCertificates = useCase(
  z.object({ hid: z.string().optional() }),
  z.array(staffCertificates.row),
  (context, { hid }) =>
    context.asStaff(async database => [...(await database.run(staffCertificates, { staff: hid ?? null }))]),
)

/** @throws Problem usage/wrong where the fingerprint names none or several, or a colleague's. */
export const revokeStaffCertificate = useCase(
  z.object({ fingerprint: z.string().transform(typed => typed.replace(/[\s:]/g, '').toLowerCase()) }),
  z.object({ staff: z.string() }),
  async (context, { fingerprint }) => {
    const { staff } = await context.asStaff(database => database.run(revokeCertificate, { fingerprint }))
    if (staff !== null) return { staff }
    throw problem('usage/wrong', 'There is no such certificate that you may revoke; nothing was changed.', {
      hint: 'satchel staff certificates shows them; eight signs of the fingerprint are enough',
    })
  },
)
