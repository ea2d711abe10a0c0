// Statements of processes and of handing records over; all run under the acting staff member's role.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

export const listProcesses = statement(
  'processes/list',
  'many',
  z.object({}),
  z.object({
    process: z.string(),
    stage: z.string(),
    name: z.string(),
    outcome: z.string().nullable(),
    days: z.number().nullable(),
    next: z.string().nullable(),
  }),
)

export const shippedProcesses = statement(
  'processes/shipped',
  'many',
  z.object({}),
  z.object({ process: z.string().nullable(), name: z.string().nullable(), stages: z.string().nullable() }),
)

export const addProcess = statement(
  'processes/add',
  'one',
  z.object({ process: z.string() }),
  z.object({ result: z.string().nullable() }),
)

export const enterStage = statement(
  'processes/enter',
  'one',
  z.object({ entity: z.number(), stage: z.string(), note: z.string().nullable() }),
  z.object({ tracking: z.number().nullable() }),
)

export const ownedRecords = statement(
  'records/owned',
  'many',
  z.object({ staff: z.string() }),
  z.object({ record: z.string() }),
)

export const packetsLeft = statement(
  'packets/left',
  'many',
  z.object({ entity: z.number() }),
  z.object({ packet: z.string().nullable(), record: z.string().nullable(), form: z.string().nullable() }),
)

export const handOver = statement(
  'records/hand-over',
  'one',
  z.object({ entity: z.number(), staff: z.string() }),
  z.object({ records: z.number().nullable() }),
)
