// Where in a definition file a fault stands: faults begin with the place that they speak of, in the words of definition-check.ts.

interface Place {
  readonly tag: string
  readonly word: string
  readonly line: number
  readonly above: Place | null
}

/** Puts its line before each fault; `text` is SX1 that was read already. @returns "line 12: field born: ..." and so on. */
export function withLines(text: string, faults: readonly string[]): readonly string[] {
  const places = placesOf(text)
  return faults.map(fault => `line ${lineOf(places, fault)}: ${fault}`)
}

/** Every list of the file with its tag, the first word behind that, and its line, in the order of the file. */
function placesOf(text: string): readonly Place[] {
  const places: Place[] = []
  const open: Place[] = []
  let line = 1
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|\([a-z0-9-]*(?: +[a-z0-9-]+)?|\)|\n/g)) {
    if (part.startsWith('(')) {
      const [tag = '', word = ''] = part.slice(1).split(/ +/)
      const place = { tag, word, line, above: open.at(-1) ?? null }
      places.push(place)
      open.push(place)
    } else if (part === ')') open.pop()
    line += part.split('\n').length - 1
  }
  return places
}

function lineOf(places: readonly Place[], fault: string): number {
  const [, collection, , inside, report, field, tag] =
    /^(?:collection ([a-z0-9-]+)(, field ([a-z0-9-]+))?|report field ([a-z0-9-]+)|field ([a-z0-9-]+)|the form: \(([a-z]+) )/.exec(
      fault,
    ) ?? []
  const fields = places.filter(one => one.tag === 'field')
  const under = (found: Place, outer: string, name?: string) =>
    found.above?.tag === outer && (name === undefined || found.above.word === name)
  const found =
    collection !== undefined && inside !== undefined
      ? fields.find(one => one.word === inside && under(one, 'collection', collection))
      : collection !== undefined
        ? places.find(one => one.tag === 'collection' && one.word === collection)
        : report !== undefined
          ? fields.find(one => one.word === report && under(one, 'report'))
          : field !== undefined
            ? fields.find(one => one.word === field && under(one, 'satchel-form'))
            : places.find(
                one =>
                  one.tag === (tag ?? (fault.startsWith('the report') ? 'report' : 'title')) &&
                  under(one, 'satchel-form'),
              )
  return (found ?? places[0])?.line ?? 1
}
