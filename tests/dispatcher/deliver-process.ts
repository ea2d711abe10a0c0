// Delivers a letter and kills itself at a step: ROOT ADDRESS ID TEXT [STEP].

import { deliver } from '@satchel/dispatcher/mail-out/maildir-out'

const [root = '', address = '', id = '', text = '', step] = process.argv.slice(2)
const fresh = await deliver(root, address, id, new TextEncoder().encode(text), reached => {
  if (reached === step) process.kill(process.pid, 'SIGKILL')
})
process.stdout.write(fresh ? 'delivered' : 'held already')
