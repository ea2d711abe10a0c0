// The script of the frame that shows a packet: the page first, then the very script that the mailed page runs.

import './packet-frame.ts'
import '../../page/script/packet-page-entry.ts'
