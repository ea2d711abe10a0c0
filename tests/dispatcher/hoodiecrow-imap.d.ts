// What the tests use of hoodiecrow-imap, an IMAP server in memory that comes without types.

declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'

  interface StoredMessage {
    raw: string
    internaldate?: string | Date
    flags?: string[]
    uid?: number
  }

  interface Mailbox {
    path: string
    uidvalidity: number
    uidnext: number
    messages: StoredMessage[]
  }

  interface ImapServer {
    readonly server: Server
    listen(port: number, host: string): void
    close(callback?: () => void): void
    getMailbox(path: string): Mailbox | undefined
    appendMessage(mailbox: Mailbox, flags: string[], internaldate: string | Date, raw: string): unknown
    setCommandHandler(command: string, handler: CommandHandler): void
    getCommandHandler(command: string): CommandHandler
  }

  type CommandHandler = (connection: Connection, parsed: { tag: string }, data: unknown, callback: () => void) => void

  interface Connection {
    send(response: {
      tag: string
      command: string
      attributes: { type: string; value?: string; section?: object[] }[]
    }): void
  }

  export default function hoodiecrow(options: {
    plugins?: readonly string[]
    storage?: object
    secureConnection?: boolean
    credentials?: { key: string; cert: string }
  }): ImapServer
}
