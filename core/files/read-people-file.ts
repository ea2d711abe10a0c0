// Reads a file of people and says what it holds, before anything of it is loaded.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { localDay } from '../home/local-day.ts'
import type { ReadOptions } from './file-record.ts'
import { MendedCell } from './mend-record.ts'
import type { PeopleFile } from './people-file.ts'
import { readPeople } from './read-people.ts'
import { namesWays } from './values/person-names.ts'

/** @throws Problem load/not-csv, load/encoding, load/headings. */
export const readPeopleFile = useCase(
  z.object({
    bytes: z.custom<Uint8Array>(given => given instanceof Uint8Array, 'It takes the bytes of a file.'),
    /** `HEADING=FIELD`, as readHeadings takes them. */
    maps: z.array(z.string()).default([]),
    /** The name of the file's encoding, where it is said. */
    encoding: z.string().optional(),
    /** Which number of a date is the day, where a date could be read in two ways. */
    dates: z.enum(['dmy', 'mdy']).optional(),
    /** Of a workbook, the name of the sheet that is read. */
    sheet: z.string().optional(),
    /** Of a workbook: rows and columns that are hidden are left out. */
    shownOnly: z.boolean().optional(),
    /** The ready map by its name, or `none`; without it the headings decide. */
    mapSet: z.string().optional(),
    /** How whole names in one cell are parted where the cell does not tell. */
    names: z.enum(namesWays).optional(),
    /** Corrected cells. */
    mended: z.array(MendedCell).optional(),
    /** Is shown each record before it is read. */
    look: z.custom<ReadOptions['look']>().optional(),
  }),
  // made by this program alone, thousands of rows at a time: they are not checked again
  z.custom<PeopleFile>(),
  async ({ settings, now }, { bytes, ...options }) =>
    readPeople(bytes, { ...options, today: localDay(now(), settings.timezone) }),
)
