// An address as consent knows it.

import { checkAddress } from '@satchel/dispatcher/mail-out/compose'
import type { Home } from '../home/home.ts'
import { addressMark, spelledAddress } from '../keys/keyed-marks.ts'

/** Its keyed mark, and its spelling on file. @throws Problem address/not-valid, key/missing. */
export const consentAddress = (home: Home, address: string) => ({
  mark: addressMark(home, checkAddress(address)),
  mailto: spelledAddress(address),
})
