// The code of a printed packet: with the number of the packet it says that somebody has the paper in front of them.

import { sha256 } from '@satchel/protocol/sha256'

/** What is stored of it. Letters that look alike are one, as in every code that people type. */
export const paperHash = (packet: string, code: string): string =>
  sha256(
    `paper ${packet} ${code
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1')}`,
  )
