// Questions from the public page, and what people wrote beside a form or instead of one, until the office is done with them.
// Nothing of them writes anything by itself.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { refusal } from '../problems/refusal.ts'
import { endInquiry as endRow, inquiryAnswers, openInquiries, showInquiry as showRow } from '../db/calls/inquiries.ts'
import { openedFiles, savedName, saveFiles } from './inquiry-files.ts'

export const notKnown = () => refusal('inquiry/not-known')

/** Those that are open, oldest first. */
export const listInquiries = useCase(
  z.object({ limit: z.number().int().min(1) }),
  z.array(openInquiries.row),
  (context, { limit }) => context.asStaff(async database => [...(await database.run(openInquiries, { limit }))]),
)

/** One inquiry; its files are opened and written into a folder where one is named. @throws Problem inquiry/not-known, inquiry/file-missing. */
export const showInquiry = useCase(
  z.object({
    /** Like inquiry-3. */
    inquiry: z.string(),
    /** Folder for the files. */
    save: z.string().optional(),
  }),
  showRow.row.extend({
    /** What was answered, and what became of the letters. */
    answers: z.array(inquiryAnswers.row),
    /** Paths of the files that were written. */
    saved: z.array(z.string()),
  }),
  async (context, { inquiry, save }) => {
    const { row, answers } = await context.asStaff(async database => ({
      row: await database.run(showRow, { inquiry }),
      answers: [...(await database.run(inquiryAnswers, { inquiry }))],
    }))
    if (row === null) throw notKnown()
    const sent = { item: row.item, files: row.files ?? [], inside: row.inside ?? [] }
    return { ...row, answers, saved: save === undefined ? [] : await saveFiles(context, inquiry, sent, save) }
  },
)

/** One file of an inquiry, under a name of ours. @throws Problem inquiry/not-known, inquiry/file-missing. */
export const readInquiryFile = useCase(
  z.object({
    inquiry: z.string(),
    /** Which of its files, from 1. */
    number: z.number().int().min(1),
  }),
  z.object({ name: z.string(), bytes: z.instanceof(Buffer) }),
  async (context, { inquiry, number }) => {
    const row = await context.asStaff(database => database.run(showRow, { inquiry }))
    if (row === null) throw notKnown()
    let at = 0
    for await (const { name, bytes } of openedFiles(context, {
      item: row.item,
      files: row.files ?? [],
      inside: row.inside ?? [],
    }))
      if (++at === number) return { name: savedName(inquiry, number, name), bytes: Buffer.from(bytes) }
    throw notKnown()
  },
)

/** Takes an inquiry off the queue. @throws Problem inquiry/not-known. */
export const endInquiry = useCase(
  z.object({
    inquiry: z.string(),
    /** What was done. */
    note: z.string().default(''),
  }),
  z.object({ inquiry: z.string(), done: z.literal(true) }),
  async (context, { inquiry, note }) => {
    const { done } = await context.asStaff(database => database.run(endRow, { inquiry, note }))
    if (done !== true) throw notKnown()
    return { inquiry, done }
  },
)
