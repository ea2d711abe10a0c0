// Numbers of a spreadsheet as decimal digits.

/** All of its digits (a spreadsheet keeps 15 of them), never with an exponent. */
export function plainNumber(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential(14).split('e')
  const [first = '', rest = ''] = digits.split('.')
  const moved = shifted(`${first}.${rest}`, Number(exponent))
  return moved.includes('.') ? moved.replace(/\.?0+$/, '') : moved
}

/** With the point moved to the right by that many places, to the left where there are less than none. */
export function shifted(text: string, places: number): string {
  const sign = text.startsWith('-') ? '-' : ''
  const [whole = '', part = ''] = text.slice(sign.length).split('.')
  const digits = '0'.repeat(Math.max(0, -places)) + whole + part + '0'.repeat(Math.max(0, places - part.length))
  const at = Math.max(0, -places) + whole.length + places
  const moved = `${digits.slice(0, at).replace(/^0+(?=[0-9])/, '') || '0'}.${digits.slice(at)}`
  return sign + moved.replace(/\.$/, '')
}

/** Half of the last place goes up, as spreadsheets do it. */
export function roundedTo(text: string, places: number): string {
  const [whole = '', part = ''] = text.split('.')
  const digits = whole + part.slice(0, places).padEnd(places, '0')
  const up = (part[places] ?? '0') >= '5' ? 1n : 0n
  const rounded = (BigInt(digits) + up).toString().padStart(places + 1, '0')
  return places === 0 ? rounded : `${rounded.slice(0, -places)}.${rounded.slice(-places)}`
}
