// Makes a photo small enough to be sent from a phone. Only its points are drawn again: place, camera and time, which the file of a phone
// names, stay behind.

import { type Bytes, octetsOf } from './bytes.ts'

export interface PhotoLimits {
  /** Pixels of the longer side: 1600 are enough to read a document by. */
  readonly edge: number
  readonly bytes: number
}

export interface SmallPhoto {
  readonly type: 'image/jpeg'
  readonly bytes: Bytes
  readonly width: number
  readonly height: number
}

/** Tried in order; after the last one the picture itself becomes smaller. */
const qualities = [0.8, 0.6, 0.4]

/**
 * @param file any picture that this browser can show, turned as its file says.
 * @throws DOMException for a file that is none; RangeError where it cannot be made as small as asked.
 */
export async function shrinkPhoto(file: Blob, most: PhotoLimits): Promise<SmallPhoto> {
  const picture = await createImageBitmap(file)
  try {
    const longest = Math.max(picture.width, picture.height)
    for (let edge = Math.min(most.edge, longest); edge >= 16; edge /= 2) {
      const canvas = document.createElement('canvas')
      canvas.width = Math.max(1, Math.round((picture.width * edge) / longest))
      canvas.height = Math.max(1, Math.round((picture.height * edge) / longest))
      draw(canvas, picture)
      for (const quality of qualities) {
        const bytes = await jpegOf(canvas, quality)
        if (bytes.length <= most.bytes) return { type: 'image/jpeg', bytes, width: canvas.width, height: canvas.height }
      }
    }
  } finally {
    picture.close()
  }
  throw new RangeError('too large')
}

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const paper = canvas.getContext('2d')
  if (paper === null) throw new TypeError('cannot draw')
  // what is transparent would become black
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
}

async function jpegOf(canvas: HTMLCanvasElement, quality: number): Promise<Bytes> {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (blob === null) throw new TypeError('cannot draw')
  return octetsOf(blob.arrayBuffer())
}
