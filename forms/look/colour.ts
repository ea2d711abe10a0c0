// Colours as WCAG 2 counts them: relative luminance and contrast of sRGB colours. Only #rrggbb is read.

/** Channels from 0 to 255. */
type Channels = readonly [number, number, number]

const channelsOf = (colour: string): Channels => {
  const bits = Number.parseInt(colour.slice(1), 16)
  return [bits >> 16, (bits >> 8) & 255, bits & 255]
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map(value => {
    const share = value / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** A share (0 to 1) of one colour, the rest of the other. */
export function mix(one: string, other: string, share: number): string {
  const ground = channelsOf(other)
  const mixed = channelsOf(one).map((value, index) => Math.round(value * share + (ground[index] ?? 0) * (1 - share)))
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`
}
