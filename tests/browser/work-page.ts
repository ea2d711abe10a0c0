// The work packet's page for the browser tests: printed for the sample case, with keys of the test. Nothing here judges.

import { printPacketPage } from '@satchel/forms/page/packet-page'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { Page } from 'playwright-core'
import { callReport, casePacket, forms, org, words } from '../forms/samples.ts'

/** Two keys of the right size that open nothing. */
const someKeys = [1, 2].map(octet => Buffer.alloc(52, octet).toString('base64')) as [string, string]

export interface WorkPage {
  readonly packet?: Packet
  readonly keys?: readonly [string, string] | undefined
  /** Whether an answer may leave unsealed. */
  readonly plain?: boolean
  readonly spoken?: ReturnType<typeof words>
  readonly def?: ReturnType<typeof callReport>
}

export function workPage({ packet = casePacket(), plain = true, ...rest }: WorkPage = {}): string {
  const script = forms.scripts.get('packet-page')
  if (script === undefined) throw new Error('the script of the packet page is not there')
  return printPacketPage(rest.def ?? callReport(), packet, rest.spoken ?? words(packet.language), org, {
    template: forms.packetPage,
    script,
    keys: 'keys' in rest ? rest.keys : someKeys,
    plain,
  })
}

/** The status line of the draft, once there is one: a page that was just opened asks its browser first. */
export async function draftStatus(page: Page): Promise<string> {
  await page.locator('#draft:not(:empty)').waitFor()
  return page.locator('#draft').innerText()
}
