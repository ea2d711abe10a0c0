// Pages that load a sheet.

import type { Page } from '../../page/page.ts'
import { loadPage } from './load-page.ts'
import { sheetPages } from './sheet-pages.ts'

export const loadPages: readonly Page[] = [loadPage, ...sheetPages]
