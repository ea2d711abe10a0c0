// Pages of what comes in and goes out.

import type { Page } from '../page/page.ts'
import { importPages } from './imports/imports.ts'
import { itemPages } from './imports/items.ts'
import { inquiryPages } from './inquiries/inquiries.ts'
import { inquiryPage } from './inquiries/inquiry-page.ts'
import { dispatchPages } from './letters/dispatch.ts'
import { letterPages } from './letters/letters.ts'
import { packetPage } from './letters/packets.ts'
import { refusedPage } from './review/refused.ts'
import { reviewPages } from './review/review.ts'

// the page of items that could not be read before that of a run
export const exchangePages: readonly Page[] = [
  refusedPage,
  ...reviewPages,
  ...itemPages,
  ...importPages,
  ...inquiryPages,
  ...inquiryPage,
  ...dispatchPages,
  packetPage,
  ...letterPages,
]
