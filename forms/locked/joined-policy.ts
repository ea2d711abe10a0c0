// The page inside is written into the document of the locked page, whose policy stays: it has to allow what both do. The inner page's own
// policy counts as well from then on, so that nothing more is allowed than it allows.

/** Directives with their sources. */
type Policy = ReadonlyMap<string, readonly string[]>

/** @throws TypeError where the page has none. */
export function policyOf(page: string): string {
  const found = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1]
  if (found === undefined) throw new TypeError('a page without a policy')
  return found.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')
}

const read = (policy: string): Policy =>
  new Map(
    policy.split(';').map(directive => {
      const [name = '', ...sources] = directive.trim().split(/\s+/)
      return [name, sources]
    }),
  )

/** What either of the two policies allows. Both begin with "default-src 'none'". */
export function withPolicy(outer: string, inner: string): string {
  const [one, other] = [read(outer), read(inner)]
  return [...new Set([...one.keys(), ...other.keys()])]
    .map(name => {
      const sources = new Set([...(one.get(name) ?? []), ...(other.get(name) ?? [])])
      const some = [...sources].filter(source => source !== "'none'")
      return `${name} ${some.length === 0 ? "'none'" : some.join(' ')}`
    })
    .join('; ')
}
