// A logo as pages carry it: a PNG or a JPEG of few bytes, told by its bytes and never by its name. SVG is refused: it is a document
// with scripts and links of its own, and a page from us holds none.

import { problem } from '../problems.ts'

export interface Logo {
  readonly type: 'image/png' | 'image/jpeg'
  readonly base64: string
  readonly width: number
  readonly height: number
}

/** A logo travels in every page: more than this costs the reader more than it shows. */
export const logoBytesMax = 32_768
/** Pixels a side: a small file can unfold to a picture that fills the memory of a phone. */
const sideMax = 2000

/** To be asked before the file is read. @throws Problem look/not-a-logo. */
export function checkLogoSize(bytes: number): void {
  if (bytes > logoBytesMax)
    throw problem('look/not-a-logo', `The logo has ${bytes} bytes; ${logoBytesMax} are the most.`, {
      hint: 'save it smaller: 400 pixels wide are enough',
    })
}

/** @throws Problem look/not-a-logo. */
export function readLogo(bytes: Uint8Array): Logo {
  checkLogoSize(bytes.length)
  const file = Buffer.from(bytes)
  const found = readPng(file) ?? readJpeg(file)
  if (!found)
    throw problem('look/not-a-logo', 'The logo is neither a whole PNG nor a whole JPEG.', {
      hint: 'save it as PNG with an image program; an SVG is not taken',
    })
  const { width, height } = found
  if (Math.min(width, height) < 1 || Math.max(width, height) > sideMax)
    throw problem('look/not-a-logo', `The logo is ${width} by ${height} pixels; a side has 1 to ${sideMax}.`, {
      hint: 'save it smaller: 400 pixels wide are enough',
    })
  return { ...found, base64: file.toString('base64') }
}

type Measured = Omit<Logo, 'base64'>

/** Signature, IHDR first, IEND last. */
function readPng(file: Buffer): Measured | null {
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  if (file.length < 57 || !file.subarray(0, 16).equals(head)) return null
  if (file.toString('latin1', file.length - 8, file.length - 4) !== 'IEND') return null
  return { type: 'image/png', width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
}

/** From one segment to the next, until the one that holds the measures. */
function readJpeg(file: Buffer): Measured | null {
  if (file.length < 20 || file.readUInt32BE(0) >>> 8 !== 0xffd8ff || file.readUInt16BE(file.length - 2) !== 0xffd9)
    return null
  for (let at = 2; at + 9 < file.length && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    const mark = file[at + 1] ?? 0
    // C4, C8 and CC lie in the range of frames and are none
    const frame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)
    if (frame) return { type: 'image/jpeg', width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5) }
  }
  return null
}
