// Pages of what comes in and goes out.

import type { Page } from '../page/page.ts'
import { refusedPage } from './review/refused.ts'
import { reviewPages } from './review/review.ts'

export const exchangePages: readonly Page[] = [refusedPage, ...reviewPages]
