// How settle and forget files lie in a spool that travels as a folder (rsync, a USB stick):
//   settle/EPOCH-RUN-NUMBER.sexp        the list, as over the listener
//   settle/EPOCH-RUN-NUMBER.sexp.sig    its detached signature; a list without one is still on its way
//   settle/done/, settle/refused/       applied by the intake, or not

import { join } from 'node:path'
import type { NameList } from './pull-files.ts'
import type { Spool } from '../spool/spool-layout.ts'

export const settleFile = /^[0-9]{1,16}-[0-9]{1,16}-[0-9]{1,6}\.sexp$/

export const settleFolder = (spool: Spool) => join(spool.folder, 'settle')

/** @param number counts the lists of one run, from 1. */
export function settleFileName(list: Pick<NameList, 'epoch' | 'run'>, number: number): string {
  return `${list.epoch}-${list.run}-${number}.sexp`
}
