// The first part of the frame's script: makes the packet's page in this document before the script of the page runs. The window around hands
// over what it opened; a frame of anybody else has nothing.

import { inert, rebuilt } from './read/read-page.ts'
import type { Opened } from './open-view.ts'

const opened = (parent as unknown as { readonly satchelOpened?: Opened }).satchelOpened

if (parent === window || opened === undefined) throw new Error('no packet')
document.documentElement.lang = opened.language
document.documentElement.dir = opened.direction
document.body.append(...rebuilt(inert(opened.page)))
Object.assign(globalThis, { satchelHost: opened.host, satchelDraftKey: opened.draftKey })
