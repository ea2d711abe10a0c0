// Text as a terminal may show it. What came from outside must neither steer the terminal nor turn, hide or fake what stands beside
// it: characters that are not seen themselves are shown by their numbers. Letters of every script stay as they are.

/** Scripts whose words are written with joiners that are not seen. */
const joining =
  'Arabic Syriac Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar'
    .split(' ')
    .map(script => `\\p{Script=${script}}`)
    .join('')

/**
 * Control and escape characters, marks and overrides of direction, and whatever takes no room. LF and TAB stay, and so do joiners
 * and the mark that makes a sign an emoji (U+FE0F), where they stand behind what they belong to.
 */
const unseen = new RegExp(
  [
    `(?<![${joining}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]|\\uFE0F)\\p{Join_Control}`,
    '(?<![\\p{Extended_Pictographic}0-9#*])\\uFE0F',
    '(?![\\n\\t\\uFE0F]|\\p{Join_Control})[\\p{Cc}\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\p{Zl}\\p{Zp}\\uFFF9-\\uFFFB]',
  ].join('|'),
  'gu',
)

const number = (character: string) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

/** For people: `\u202E` for what would not be seen. Lines may end by CR LF. Shown twice is shown once. */
export function shown(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unseen, character => {
    const digits = number(character)
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`
  })
}

/** JSON that says the same and holds no such character, in no string. */
export function shownJson(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null').replace(unseen, character =>
    // a character behind the first 65,536 is two escapes
    Array.from({ length: character.length }, (_, at) => `\\u${number(character.charAt(at))}`).join(''),
  )
}

/** Data for programs goes out as it is; only where a person looks at it, it is shown like everything else. */
export const asData = (text: string, to: { readonly isTTY?: boolean }) => (to.isTTY === true ? shown(text) : text)
