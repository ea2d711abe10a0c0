// All pages of the console, in the order in which a path is looked up.

import { workPages } from '../work/work-pages.ts'
import { livePages } from '../live/live-page.ts'
import type { Page } from '../page/page.ts'
import { exchangePages } from './exchange.ts'
import { codePage } from './code.ts'
import { addPages } from './add/add-pages.ts'
import { duplicatesPage } from './duplicates/duplicates-page.ts'
import { findPages } from './find.ts'
import { listPages } from './lists/list-page.ts'
import { loadPages } from './load/load-pages.ts'
import { mePages } from './me.ts'
import { queryPages } from './numbers/queries.ts'
import { reportPages } from './numbers/reports.ts'
import { ownPages } from './own/own-pages.ts'
import { recordPages } from './record/record-pages.ts'
import { formPages } from './setup/forms.ts'
import { lookupPages } from './setup/lookups.ts'
import { processPages } from './setup/processes.ts'
import { staffPages } from './setup/staff.ts'
import { tablePages } from './tables/tables-page.ts'
import { todayPage } from './today.ts'
import { boardPages } from './work/board.ts'
import { duePage } from './work/due.ts'

export const pages: readonly Page[] = [
  todayPage,
  ...livePages,
  ...findPages,
  ...listPages,
  ...tablePages,
  ...boardPages,
  duePage,
  ...loadPages,
  duplicatesPage,
  ...formPages,
  ...processPages,
  ...lookupPages,
  ...ownPages,
  ...staffPages,
  ...reportPages,
  ...queryPages,
  ...mePages,
  codePage,
  ...workPages,
  ...recordPages,
  ...addPages,
  ...exchangePages,
]
