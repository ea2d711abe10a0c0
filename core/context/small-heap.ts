// A long import makes garbage all the time: texts, replies, letters. By default the engine lets it grow into hundreds of megabytes before
// it looks through the older part of the heap. A long run was no slower for looking earlier.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** From now on the heap of this process stays near what it really holds. */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=50')
  // the second one counts from the first collection of the whole heap, which is asked for here
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}
