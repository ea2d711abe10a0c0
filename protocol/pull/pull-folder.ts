// How the core's lists lie in a spool that travels as a folder (rsync, a USB stick), and what the intake says about itself:
//   settle/EPOCH-RUN-NUMBER.sexp        a list of names, as over the listener; .outcomes: of outcomes; .tokens: the live tokens; .purposes
//   settle/EPOCH-RUN-NUMBER.sexp.sig    its detached signature; a list without one is still on its way
//   settle/done/, settle/refused/       applied by the intake, or not
//   about                               beside settle/, written by the intake: how much waits, and the newest outcome that it keeps

import { join } from 'node:path'
import type { NameList } from './pull-files.ts'
import type { Spool } from '../spool/spool-layout.ts'

export type FolderKind = 'sexp' | 'outcomes' | 'tokens' | 'purposes'

export const settleFile = /^[0-9]{1,16}-[0-9]{1,16}-[0-9]{1,6}\.(?:sexp|outcomes|tokens|purposes)$/

export const settleFolder = (spool: Spool) => join(spool.folder, 'settle')

/** @param number counts the lists of one run, from 1. */
export function settleFileName(
  list: Pick<NameList, 'epoch' | 'run'>,
  number: number,
  kind: FolderKind = 'sexp',
): string {
  return `${list.epoch}-${list.run}-${number}.${kind}`
}

export const aboutFile = (spool: Spool) => join(spool.folder, 'about')
