// Writes an item and kills itself at a step: FOLDER TEXT [STEP]. Says "held" when the item is durable, as a receipt would.

import { openSpool, writeItem } from '@satchel/protocol/spool/spool'

const [folder = '', text = '', step] = process.argv.slice(2)
const spool = await openSpool(folder)
await writeItem(spool, 'reply', 'raw', new TextEncoder().encode(text), reached => {
  if (reached === step) process.kill(process.pid, 'SIGKILL')
})
process.stdout.write('held')
