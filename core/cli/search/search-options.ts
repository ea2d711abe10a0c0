// Options that find and list share.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'

export interface SearchOptions {
  readonly owner?: string
  readonly group?: string
  readonly stage?: string
  readonly removed?: boolean
  readonly limit?: string
  readonly save?: string
}

export const withSearchOptions = (command: Command): Command =>
  command
    .option('--owner <staff>', 'records of this colleague: short name or name, or me')
    .option('--group <group>', 'members of this group: id or name')
    .option('--stage <stage>', 'records that are in this stage: id or name')
    .option('--removed', 'removed records, too')
    .option('--save <name>', 'keep the search as your query user/NAME, for satchel query and dispatch --query')

/** The options as a use case takes them. @throws Problem usage/wrong. */
export function searchOrder<Options extends SearchOptions>(command: Command) {
  const { limit, ...order } = command.opts<Options>()
  if (limit === undefined) return order
  const many = Number(limit)
  if (!Number.isInteger(many) || many < 1 || many > 10_000) {
    throw problem('usage/wrong', '--limit takes a whole number from 1 to 10,000.')
  }
  return { ...order, limit: many }
}
