// Takes the mails of a Maildir, writes what it keeps, and kills itself at a step: FOLDER [STEP].

import { writeSync } from 'node:fs'
import { maildirIn } from '@satchel/dispatcher/mail-in/maildir-in'

const [folder = '', step] = process.argv.slice(2)
const inbox = maildirIn({
  folder,
  maxBytes: 1000,
  failpoint: reached => {
    if (reached === step) process.kill(process.pid, 'SIGKILL')
  },
})
await inbox.take(bytes => {
  writeSync(1, `${new TextDecoder().decode(bytes)}\n`)
  return Promise.resolve()
}, new AbortController().signal)
