// satchel staff certificate, certificates, revoke: by which a browser names a colleague to the console.

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { wholeNumber } from '../whole-number.ts'

export function staffCertificateCommands(staff: Command, world: World): void {
  staff
    .command('certificate')
    .description('make a certificate that names a staff member to the console (administrators only)')
    .argument('<hid>', 'short name')
    .option('--days <days>', 'good for so long', '365')
    .option('--out <file>', 'where it is written (default: NAME.p12)')
    .addHelpText(
      'after',
      '\nThe file opens with a password that is shown once. Bring both on different ways.\n\nExample:\n  satchel staff certificate anna --as tina',
    )
    .action(
      call(
        world,
        async () => (await import('../../console/certificates/staff-certificates.ts')).makeStaffCertificate,
        (command, hid: string) => {
          const { days, out } = command.opts<{ days: string; out?: string }>()
          return { hid, days: wholeNumber(days, '--days'), out: resolve(out ?? `${hid}.p12`) }
        },
        (io, { name, fingerprint, until, password, file }) => {
          io.say(`${file} names ${name} to the console until ${until.toISOString().slice(0, 10)}.`)
          io.say(`Its password, shown once: ${password}`)
          io.note(`fingerprint ${fingerprint}; satchel staff revoke ${fingerprint.slice(0, 8)} ends it`)
        },
      ),
    )

  staff
    .command('certificates')
    .description('list certificates: your own, or all for an administrator')
    .argument('[hid]', 'short name')
    .addHelpText('after', '\nExample:\n  satchel staff certificates anna')
    .action(
      call(
        world,
        async () => (await import('../../console/certificates/staff-certificates.ts')).listStaffCertificates,
        (_command, hid: string | undefined) => (hid === undefined ? {} : { hid }),
        (io, rows) => io.table(rows, 'No certificate was made yet: satchel staff certificate NAME'),
      ),
    )

  staff
    .command('revoke')
    .description('revoke a certificate: it opens the console no more, and its sessions are over')
    .argument('<fingerprint>', 'SHA-256, or its first eight signs')
    .addHelpText('after', '\nExample:\n  satchel staff revoke 3fa9c1d2')
    .action(
      call(
        world,
        async () => (await import('../../console/certificates/staff-certificates.ts')).revokeStaffCertificate,
        (_command, fingerprint: string) => ({ fingerprint }),
        (io, { staff: hid }) => io.say(`The certificate of "${hid}" is revoked.`),
      ),
    )
}
