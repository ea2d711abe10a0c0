// The pages "Tables and fields": what is one's own, what is new, and what is changed.

import type { Page } from '../../page/page.ts'
import { changePages } from './change-pages.ts'
import { newPages } from './new-pages.ts'
import { listed } from './own-list.ts'

export const ownPages: readonly Page[] = [{ path: '/own', place: 'own', get: listed }, ...newPages, ...changePages]
