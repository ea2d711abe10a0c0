// Places as people and phones write them: latitude and longitude in decimal degrees, with the metres of doubt where they are known.

/** `-3.3673, 37.3423` or `-3.3673, 37.3423 (12 m)`: six decimals are a hand's breadth. */
const normal = /^(-?[0-9]{1,2}(?:\.[0-9]{1,6})?), (-?[0-9]{1,3}(?:\.[0-9]{1,6})?)(?: \([0-9]{1,6} m\))?$/
const degrees = String.raw`(-?[0-9]{1,3}(?:\.[0-9]{1,15})?) ?°? ?`
const written = new RegExp(
  String.raw`^\(?${degrees}([ns])?[ ,;]+${degrees}([ew])?(?:[ ,;(]+(?:±|\+-|\+/-)? ?([0-9]{1,6})(?:\.[0-9]+)? ?m?)?\)?$`,
  'iu',
)

/** Whether a value is a place on the earth in normal form. */
export function isPlace(value: string): boolean {
  const [, latitude, longitude] = normal.exec(value) ?? []
  return latitude !== undefined && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
}

/** The normal form of a place as it was written; undefined where it is none that we can read. */
export function readPlace(line: string): string | undefined {
  const [, latitude, south, longitude, west, metres] = written.exec(line.trim()) ?? []
  if (latitude === undefined || longitude === undefined) return undefined
  const signed = (number: string, word: string | undefined, minus: string) =>
    String(Number(((word?.toLowerCase() === minus ? -1 : 1) * Number(number)).toFixed(6)) + 0)
  const place = `${signed(latitude, south, 's')}, ${signed(longitude, west, 'w')}`
  const found = metres === undefined ? place : `${place} (${Number(metres)} m)`
  return isPlace(found) ? found : undefined
}
