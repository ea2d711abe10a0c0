// What script adds to pages that work without it: single keys, forms and links whose answer is put in place, results below
// the search box, notices.

import { startBeside } from './beside.ts'
import { startBoard } from './board.ts'
import { startCells } from './cells.ts'
import { startKeys } from './keys.ts'
import { startLive } from './live.ts'
import { startOwnRows } from './own-rows.ts'
import { startParts } from './parts.ts'
import { startQuick } from './quick.ts'
import { startSuggest } from './suggest.ts'
import { startWork } from './work.ts'

startKeys()
startParts()
startQuick()
startLive()
startBoard()
startWork()
startSuggest()
startCells()
startBeside()
startOwnRows()
