// Our printed pages as people get them: saved from a mail and opened by a double click, filled in, and posted to a server
// of the test. Nothing here judges what comes back.
import { printConfirmPage } from '@satchel/forms/letters/confirm-page'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import { printHtmlForm } from '@satchel/forms/html/html-form'
import { printOwnForm } from '@satchel/forms/html/own-form'
import type { Statements } from '@satchel/forms/text/text-form-parse'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { Page } from 'playwright-core'
import { forms, org, token, words } from '../forms/samples.ts'
import { type PageOptions, withPage, withSavedFile } from './browser.ts'
import { type PostServer, type ReceivedPost, thanks, withPostServer } from './post-server.ts'

/** The HTML form of a packet, in the packet's language where no other words are given. */
export function printPage(def: FormDefinition, packet: Packet, spoken = words(packet.language)): string {
  return packet.kind === 'work'
    ? printHtmlForm(def, packet, spoken, org, forms.htmlForm, 'packet-7QK2.txt')
    : printOwnForm(def, packet, spoken, org, forms.ownForm, 'packet-7QK2.txt')
}

/** The page that confirms a change, posting to the url. */
export function confirmPage(url: string): string {
  const labels = ['Phone or e-mail c82']
  return printConfirmPage(
    words('en'),
    { organization: org, packet: '7QK2-M9XA-3F0T', labels, token, url },
    forms.confirmPage,
  )
}

/** Opens a page from a file of its own, as a double click on the saved attachment does. */
export function withSavedPage<Result>(
  html: string,
  options: PageOptions,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  return withSavedFile('packet-7QK2.html', html, url =>
    withPage(options, async page => {
      await page.goto(url)
      return work(page)
    }),
  )
}

/** The reply-to part of a packet whose page posts to `/reply` of a server: the one of the test, or a real intake. */
export const replyTo = (server: Pick<PostServer, 'url'>): Packet['replyTo'] => ({
  mail: 'core+reply@example.org',
  web: { url: `${server.url}/reply`, receiptKey: 'receipt-key' },
})

interface Filled {
  readonly statements: Statements
  readonly post: ReceivedPost
  readonly server: PostServer
}

/** Opens the packet's page without script, lets `work` fill it in and send it, and reads the one post as the core does. */
export async function fillPage(
  def: FormDefinition,
  packet: Packet,
  work: (page: Page) => Promise<void>,
): Promise<Filled> {
  return withPostServer(async server => {
    const html = printPage(def, { ...packet, replyTo: replyTo(server) })
    await withSavedPage(html, { javaScriptEnabled: false }, async page => {
      await work(page)
      await page.getByText(thanks).waitFor()
    })
    const [post] = server.posts
    if (!post || server.posts.length > 1) throw new Error(`there were ${server.posts.length} posts`)
    return { statements: replyFromHtmlFields(post.fields, def), post, server }
  })
}
