// The organisation's colour and logo are set, checked first: what cannot be read, or is no picture, changes nothing.

import { join } from 'node:path'
import { brandOf, faintPairs, readableLike, sayFaint } from '@satchel/forms/look/brand'
import { isColour } from '@satchel/forms/look/colour'
import { readLogo } from '@satchel/forms/look/logo'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { writePrivate } from '../home/home.ts'
import { bytesOfLogo, findLogo } from '../home/organization.ts'
import { type Settings, writeSettings } from '../home/settings.ts'
import { problem } from '../problems/problems.ts'

const colour = z.string().refine(isColour, 'A colour is written like #14605a.')

const Change = z.object({
  /** By day. Sets the colour of the night anew. */
  accent: colour.optional(),
  accentDark: colour.optional(),
  /** Path of a picture, which is copied into the home folder. */
  logo: z.string().optional(),
  /** Takes colours and logo out first. */
  isReset: z.boolean(),
  dryRun: z.boolean(),
})

const Colours = z.object({ accent: z.string(), 'accent-soft': z.string(), 'on-accent': z.string() })
const Look = z.object({
  light: Colours,
  dark: Colours,
  isOwn: z.boolean(),
  logo: z.object({ type: z.string(), width: z.number(), height: z.number(), bytes: z.number() }).nullable(),
  /** Why the file of the logo gives none. */
  logoFault: z.string().nullable(),
  changed: z.boolean(),
})

/** Without a change: how it is. @throws Problem look/too-faint, look/not-a-logo, usage/wrong. */
export const changeLook = useCase(Change, Look, async ({ home, settings }, change) => {
  const colours = nextColours(settings, change)
  checkColours(colours)
  const bytes = change.logo === undefined ? undefined : bytesOfLogo(change.logo)
  const kept = change.isReset ? { found: null, fault: null } : findLogo({ home, settings })
  const { found: logo, fault } = bytes === undefined ? kept : { found: readLogo(bytes), fault: null }
  const changed =
    change.isReset || bytes !== undefined || change.accent !== undefined || change.accentDark !== undefined
  if (changed && !change.dryRun) {
    const file = bytes === undefined || logo === null ? undefined : logo.type === 'image/png' ? 'logo.png' : 'logo.jpg'
    if (file !== undefined && bytes !== undefined) writePrivate(join(home.folder, file), bytes)
    const named = file === undefined ? (change.isReset ? { logo: undefined } : {}) : { logo: file }
    writeSettings(home, { ...colours, ...named })
  }
  const { light, dark } = brandOf(colours.accent, colours.accentDark)
  const shown = logo === null ? null : { ...logo, bytes: Buffer.from(logo.base64, 'base64').length }
  return { light, dark, isOwn: colours.accent !== undefined, logo: shown, logoFault: fault, changed }
})

type OwnColours = Pick<Settings, 'accent' | 'accentDark'>

function nextColours({ accent, accentDark }: OwnColours, change: z.infer<typeof Change>): OwnColours {
  if (change.accent !== undefined) return { accent: change.accent, accentDark: change.accentDark }
  if (change.isReset) return { accent: undefined, accentDark: change.accentDark }
  return { accent, accentDark: change.accentDark ?? accentDark }
}

function checkColours({ accent, accentDark }: OwnColours): void {
  if (accent === undefined) {
    if (accentDark !== undefined) throw problem('usage/wrong', 'A colour for the night needs one for the day.')
    return
  }
  const faint = faintPairs(brandOf(accent, accentDark))
  if (faint.length === 0) return
  const darker = readableLike(accent)
  throw problem('look/too-faint', `Some people could not read it: ${faint.map(sayFaint).join('; ')}.`, {
    hint: [
      ...(faint.some(({ scheme }) => scheme === 'light') && darker !== null ? [`${darker} is dark enough by day`] : []),
      ...(faint.some(({ scheme }) => scheme === 'dark')
        ? ['without --accent-dark, Satchel finds a colour by night']
        : []),
    ],
  })
}
