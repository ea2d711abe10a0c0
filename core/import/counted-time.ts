// When an item counts as received: the one place that decides it. A seal proves nothing about time, since everybody may seal to
// the core's public key and write any time inside.

import type { SpoolChannel } from '../home/item-spools.ts'

/**
 * @param said what stands inside the seal. Believed of an item alone that the core fetched itself over a signed connection with an
 * intake, and never for later than it came here. Anybody may have written a file that lay in a folder.
 * @param item its channel, and when it came to the core (a mail: to our mailbox, as our mail server says).
 */
export function countedTime(
  said: Date | null,
  item: { readonly channel: SpoolChannel; readonly received: Date },
): Date {
  if (said === null || item.channel !== 'web') return item.received
  return said < item.received ? said : item.received
}
