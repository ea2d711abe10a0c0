// The pages of one record.

import type { Page } from '../../page/page.ts'
import { dataPages } from '../record-data/data-pages.ts'
import { historyPages } from '../record-data/history-page.ts'
import { actPages } from './acts.ts'
import { editAnswer } from './edit-page.ts'
import { folderAnswer } from './folder-page.ts'
import { saveFields } from './save-fields.ts'

export const recordPages: readonly Page[] = [
  { path: '/records/:record', get: visit => folderAnswer(visit), post: saveFields },
  { path: '/records/:record/edit', get: visit => editAnswer(visit) },
  ...actPages,
  ...historyPages,
  ...dataPages,
]
