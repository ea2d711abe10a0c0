// What script adds to pages that work without it: single keys, forms and links whose answer is put in place, notices.

import { startBoard } from './board.ts'
import { startKeys } from './keys.ts'
import { startLive } from './live.ts'
import { startParts } from './parts.ts'

startKeys()
startParts()
startLive()
startBoard()
