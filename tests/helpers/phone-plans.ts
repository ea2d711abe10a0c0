// The numbering plans of the world as a function of the database, made from the metadata of libphonenumber as libphonenumber-js has it.
// tests/sql/phone-plans.test.ts compares the file with what this makes; `-u` writes it.

import { createRequire } from 'node:module'

const { version } = createRequire(import.meta.url)('libphonenumber-js/package.json') as { version: string }
const metadata = createRequire(import.meta.url)('libphonenumber-js/metadata.max.json') as {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>
  readonly countries: Readonly<Record<string, Plan>>
  readonly nonGeographic: Readonly<Record<string, Plan>>
}

/** Calling code, international prefix, pattern, lengths, formats, national prefix, its rule, prefix for parsing, how it is rewritten. */
type Plan = readonly [
  string,
  string,
  string,
  readonly number[],
  unknown,
  unknown,
  unknown,
  unknown,
  unknown,
  ...unknown[],
]

/** What the metadata no longer has, and people's files still do: until 2020 Mexico dialled 1 before a mobile number, and 01, 044, 045. */
const kept: Readonly<Record<string, string>> = { 52: '0(?:[12]|4[45])|1' }

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const expression = (pattern: string, end = '') => `^(?:${pattern.replaceAll('\\d', '[0-9]')})${end}`

function entry(code: string, region: string, plan: Plan): string {
  const [, international, pattern, lengths, , trunk, , parsing, rule] = plan
  const prefix = text(parsing) ?? text(trunk) ?? kept[code]
  return `  "${code}": ${JSON.stringify({
    region,
    ...(text(international) === undefined ? {} : { out: expression(international) }),
    ...(prefix === undefined ? {} : { prefix: expression(prefix) }),
    // $1 as PostgreSQL writes it
    ...(text(rule) === undefined ? {} : { rule: text(rule)?.replaceAll(/\$([0-9])/g, '\\$1') }),
    pattern: expression(pattern, '$'),
    lengths: ` ${lengths.join(' ')} `,
    least: lengths[0],
    most: lengths.at(-1),
  })}`
}

/** sql/functions/values/phone-plans.sql. One plan for each calling code: that of its main region, which is the first one of a shared code. */
export function phonePlans(): string {
  const plans = [
    ...Object.entries(metadata.country_calling_codes).flatMap(([code, [region = '']]) => {
      const plan = metadata.countries[region]
      return plan === undefined ? [] : [entry(code, region, plan)]
    }),
    ...Object.entries(metadata.nonGeographic).map(([code, plan]) => entry(code, '001', plan)),
  ].toSorted()
  return `-- Numbering plans by calling code. Made by tests/helpers/phone-plans.ts, not by hand: npm test -- tests/sql/phone-plans.test.ts -u
-- From the metadata of Google's libphonenumber (Apache License 2.0, https://github.com/google/libphonenumber, copyright the
-- Libphonenumber Authors), as it is in libphonenumber-js ${version}; changed in form: what reading a number needs, of one region for each code.
--   region: the main one. out: what is dialled before a number abroad. prefix: trunk prefix and carrier code before a national
--   number, rewritten by rule where there is one. pattern, lengths: national numbers. least, most: the shortest and longest.

create or replace function phone_plan(p_code text) returns jsonb
language plpgsql immutable
as $$
begin
  return '{
${plans.join(',\n')}
}'::jsonb -> p_code;
end $$;
comment on function phone_plan(text) is 'Numbering plan of a calling code, like 256; null where no country has it';
`
}
