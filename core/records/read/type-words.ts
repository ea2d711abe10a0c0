// Types of records as they are called in a sentence.

const called: ReadonlyMap<string, string> = new Map([
  ['grp', 'group'],
  ['organization', 'organisation'],
  ['staff', 'colleague'],
])

/** A type as a command takes it and a table shows it: own_soil_test is soil-test, the shipped ones are as they are. */
export const typedType = (type: string) => (type.startsWith('own_') ? type.slice(4).replaceAll('_', '-') : type)

/** group, organisation; own_soil_test is a soil test. */
export const typeWord = (type: string) => called.get(type) ?? type.replace(/^own_/, '').replaceAll('_', ' ')

/** A type with its article: an organisation, a group. */
export function aRecord(type: string): string {
  const word = typeWord(type)
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
}

/** The same at the beginning of a sentence. */
export const aRecordFirst = (type: string) => `A${aRecord(type).slice(1)}`
