// Photos: made smaller here, shown, and taken out again. The original stays where it is.

import { type Bytes, fromBase64, toBase64 } from '../../browser/bytes.ts'
import { shrinkPhoto } from '../../browser/photos.ts'
import { mostFiles } from '../../browser/send.ts'
import { all, button, element, icon, maybe, need, on } from './dom.ts'
import { form, say } from './page-data.ts'
import { copy, type Photo } from './draft.ts'

/** Enough to read a document by. Three of them are kept with the draft in every browser. */
const most = { edge: 1600, bytes: 600_000 }

export function startPhotos(changed: () => void): void {
  for (const input of all<HTMLInputElement>('input[type=file][data-photo]', form)) {
    input.closest<HTMLElement>('[hidden]')?.removeAttribute('hidden')
    tell('soft', say('photo-most', { count: mostFiles }))
    on(input, 'change', () => {
      void addPhotos([...(input.files ?? [])]).then(() => {
        input.value = ''
        changed()
      })
    })
  }
}

/** Where the limit stands before anybody meets it. */
function tell(className: string, text: string): void {
  const place = need('photosay')
  place.className = className
  place.textContent = text
}

async function addPhotos(files: readonly File[]): Promise<void> {
  tell('soft', say('photo-most', { count: mostFiles }))
  for (const file of files) {
    try {
      copy.photos.push(await smaller(file, lastNumber() + 1))
    } catch {
      tell('error', say('photo-unread'))
    }
  }
}

/** One that was taken out gives its number to nobody. */
const lastNumber = (): number => Math.max(0, ...copy.photos.map(({ name }) => Number(/[0-9]+/.exec(name))))

async function smaller(file: File, number: number): Promise<Photo> {
  const { type, bytes } = await shrinkPhoto(file, most)
  return { name: `photo-${number}.jpg`, type, data: toBase64(bytes) }
}

export const photoBytes = ({ data }: Photo): Bytes => fromBase64(data)

export function showPhotos(changed: () => void): void {
  const list = maybe('photos')
  maybe('photoadd')?.toggleAttribute('hidden', copy.photos.length >= mostFiles)
  list?.replaceChildren(
    ...copy.photos.map(photo => {
      const picture = element('img', 'photo')
      picture.src = `data:${photo.type};base64,${photo.data}`
      picture.alt = photo.name
      const size = say('size', { size: Math.max(1, Math.ceil((photo.data.length * 3) / 4096)) })
      const remove = button(say('photo-remove'), 'plain icon', () => {
        copy.photos = copy.photos.filter(each => each !== photo)
        changed()
      })
      remove.replaceChildren(icon('no'), element('span', 'sr', `${say('photo-remove')} ${photo.name}`))
      return element(
        'li',
        'line',
        picture,
        element('span', 'grow', photo.name, element('span', 'soft', ` ${size}`)),
        remove,
      )
    }),
  )
}
