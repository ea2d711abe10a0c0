// The organisation as letters and pages show it: its name, and its own colour and logo where the settings have them.

import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Organization } from '@satchel/forms/html/html-form'
import { brandOf } from '@satchel/forms/look/brand'
import { checkLogoSize, type Logo, readLogo } from '@satchel/forms/look/logo'
import { Problem } from '@satchel/protocol/problem'
import { problem } from '../problems/problems.ts'
import type { Home } from './home.ts'
import type { Settings } from './settings.ts'

interface Place {
  readonly home: Home
  readonly settings: Settings
}

/** Read once with the settings that name the logo. */
const known = new WeakMap<Settings, Organization>()

/** A logo that cannot be read is left out: no letter waits for a picture. `satchel look` and `satchel next` tell of it. */
export function organizationOf({ home, settings }: Place): Organization {
  const found = known.get(settings)
  if (found) return found
  const { organisation: name, officePhone: phone, callingCode, accent, accentDark } = settings
  const logo = findLogo({ home, settings })
  const hasBrand = accent !== undefined || logo.found !== null
  const organization = {
    name,
    ...(phone === undefined ? {} : { phone }),
    ...(callingCode === '' ? {} : { callingCode }),
    ...(hasBrand ? { brand: brandOf(accent, accentDark, logo.found ?? undefined) } : {}),
  }
  known.set(settings, organization)
  return organization
}

/** @returns the logo, and the reason why the file of the settings gives none. */
export function findLogo({ home, settings }: Place): { readonly found: Logo | null; readonly fault: string | null } {
  if (settings.logo === undefined) return { found: null, fault: null }
  try {
    return { found: readLogo(bytesOfLogo(resolve(home.folder, settings.logo))), fault: null }
  } catch (error) {
    if (error instanceof Problem) return { found: null, fault: error.message }
    if (error instanceof Error && 'code' in error) return { found: null, fault: 'The file of the logo cannot be read.' }
    throw error
  }
}

/** @throws Problem look/not-a-logo, usage/wrong. */
export function bytesOfLogo(path: string): Uint8Array {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() !== true) throw problem('usage/wrong', `There is no file ${path}.`)
  checkLogoSize(found.size)
  return readFileSync(path)
}
