// Sheets of every type that files hold, as many rows as wanted, tied together by human ids and names: for the benchmark of files and the
// test of many rows. The same count gives the same sheets.

const places = 'Machame Marangu Kibosho Mwika Rombo Usangi Kisangara Mamba Moshi Arusha'.split(' ')
const trades = 'farming trade school health transport other'.split(' ')

const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T

/** One sheet of organisations with how they are reached: each has a telephone number, every second one an address. */
export function organizationSheet(count: number): string {
  return sheet('id,name,industry,taxcode,staffcount,note,parent,phone,line1,city,country', count, place => [
    `O-${place}`,
    `${at(places, place)} Trading ${place}`,
    at(trades, place),
    String(100_000_000 + place),
    String(place % 300),
    `"Buys maize, ""seeds"" and cattle feed in ${at(places, place + 3)}."`,
    place % 10 === 0 || place < 10 ? '' : `O-${place - (place % 10)}`,
    `+25571${String(place).padStart(7, '0')}`,
    ...(place % 2 === 0 ? [`Plot ${place}`, at(places, place), 'TZ'] : ['', '', '']),
  ])
}

/** The other types, about those organisations: how many rows each has for `count` organisations, and its sheet. */
export function otherSheets(count: number): ReadonlyMap<string, { readonly rows: number; readonly text: string }> {
  const part = (share: number) => Math.max(1, Math.round(count * share))
  const [products, groups, deals, tickets] = [part(0.05), part(0.005), part(0.3), part(0.1)]
  const made = new Map<string, { readonly rows: number; readonly text: string }>()
  const add = (type: string, rows: number, head: string, line: (place: number) => readonly string[]) =>
    made.set(type, { rows, text: sheet(head, rows, line) })
  const organization = (place: number) => `O-${place % count}`
  add('product', products, 'id,name,price,currency,unit', place => [
    `G-${place}`,
    `Maize seed ${place}`,
    `${place % 90}.25`,
    'TZS',
    'bag',
  ])
  add('group', groups, 'id,name,kind', place => [`L-${place}`, `${at(places, place)} list ${place}`, 'list'])
  add('deal', deals, 'id,name,kind,party,amount,currency,expected,note', place => [
    `D-${place}`,
    `Order of ${at(places, place)} ${place}`,
    'order',
    organization(place * 7),
    // its two lines: 2 x 10.25 and 1 x 4.5
    '25',
    'TZS',
    `2027-0${1 + (place % 9)}-15`,
    'By lorry.',
  ])
  add('deal-line', deals * 2, 'deal,product,text,quantity,price,sort', place => [
    `D-${Math.floor(place / 2)}`,
    `G-${place % products}`,
    place % 2 === 0 ? 'two bags' : 'one bag',
    place % 2 === 0 ? '2' : '1',
    place % 2 === 0 ? '10.25' : '4.5',
    String(place % 2),
  ])
  add('ticket', tickets, 'id,name,party,description', place => [
    `T-${place}`,
    `Pump does not start ${place}`,
    organization(place * 3),
    `"Seen in ${at(places, place)},\nsince Monday"`,
  ])
  add('member', part(0.245), 'group,entity', place => [`L-${place % groups}`, organization(place)])
  add('relationship', part(0.1), 'left,kind,right', place => [
    organization(place),
    'supplier-of',
    organization(place + 1),
  ])
  add('activity', part(0.3), 'number,entity,kind,subject,start,body', place => [
    String(place + 1),
    organization(place * 11),
    'call',
    `Asked about seeds ${place}`,
    `2026-0${1 + (place % 9)}-1${place % 10}T09:30:00Z`,
    '"They want, again, the price."',
  ])
  return made
}

function sheet(head: string, rows: number, line: (place: number) => readonly string[]): string {
  return [head, ...Array.from({ length: rows }, (_, place) => line(place).join(',')), ''].join('\n')
}
