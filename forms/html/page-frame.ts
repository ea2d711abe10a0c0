// The frame that every page has around its content: language, title, policy, the organisation's name, colours and logo. The templates
// `head` and `letterhead` print it.

import { oneLine } from '../clean-text/plain-text.ts'
import type { Brand } from '../look/brand.ts'
import { asProperties } from '../look/tokens.ts'
import type { Words } from '../words/form-words.ts'
import { hashSource, pagePolicy } from './page-policy.ts'

/** A compiled template with the source of its style sheet, as the loader gives it. */
export interface HtmlTemplate {
  readonly render: (view: Readonly<Record<string, unknown>>) => string
  /** CSP source of the style sheet inside, such as `'sha256-...'`. */
  readonly styleSource: string
}

export interface Organization {
  /** Shown on pages and in letters. */
  readonly name: string
  /** Where colleagues call the office, where the settings have it. */
  readonly phone?: string
  /** Of its country, like +255: examples of numbers begin with it. */
  readonly callingCode?: string
  /** Its own colours and logo, where it has set them. */
  readonly brand?: Brand | undefined
}

interface FrameParts {
  /** Of the window; never a person's name. */
  readonly title: string
  /** Where the page posts or sends to. */
  readonly url?: string | undefined
  /** CSP sources of the page's scripts. */
  readonly scripts?: readonly string[]
  /** Pictures beside the logo, which the page holds (`data:`) or makes (`blob:`). */
  readonly pictures?: readonly ('data:' | 'blob:')[]
  /** Only the script sends; the page has no form that posts. */
  readonly scriptOnly?: boolean
}

/** The part of a page's view that `head` and `letterhead` need. @throws Problem packet/other-form when the url is no http address. */
export function pageFrame(template: HtmlTemplate, words: Words, org: Organization, parts: FrameParts) {
  const sheet = brandSheet(org.brand)
  const logo = org.brand?.logo
  const pictures = new Set([...(parts.pictures ?? []), ...(logo ? ['data:' as const] : [])])
  return {
    language: words.language,
    direction: words.direction,
    organization: oneLine(org.name),
    windowTitle: `${parts.title} - ${oneLine(org.name)}`,
    policy: pagePolicy({
      styles: [template.styleSource, sheet.source],
      ...(parts.scripts ? { scripts: parts.scripts } : {}),
      pictures: [...pictures],
      url: parts.url,
      scriptOnly: parts.scriptOnly ?? false,
    }),
    brandStyle: sheet.text,
    logo: logo ? { source: `data:${logo.type};base64,${logo.base64}`, width: logo.width, height: logo.height } : null,
  }
}

/** A sheet of the brand's own after the page's, with its hash. Empty without a brand; never for paper. */
function brandSheet(brand: Brand | undefined): { readonly text: string; readonly source: string } {
  if (!brand) return { text: '', source: '' }
  const night = `@media (prefers-color-scheme:dark){:root{${asProperties(brand.dark)}}}`
  const text = `@media screen{:root{${asProperties(brand.light)}}${night}}`
  return { text, source: hashSource(text) }
}
