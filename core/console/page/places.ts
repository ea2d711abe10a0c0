// The column on the left: the places, and the roles that have them. A role sees no place that it may not use; the database decides, and this follows.

export interface Entry {
  readonly key: string
  readonly href: string
  readonly icon: string
  /** Pressed after g. */
  readonly go?: string
  /** Only these; all where nothing is said. */
  readonly roles?: readonly string[]
}

/** They decide what is held, and see the exchange. */
export const office: readonly string[] = ['office', 'admin']
/** They have records of their own, or under them. */
export const field: readonly string[] = ['office', 'admin', 'manager', 'sales']

/** They read records by name. */
const readers: readonly string[] = [...field, 'support', 'marketing']

export const sections: readonly { readonly title: string; readonly list: readonly Entry[] }[] = [
  {
    title: '',
    list: [
      { key: 'today', href: '/', icon: 'today', go: 't' },
      { key: 'find', href: '/find', icon: 'find', go: 'f' },
    ],
  },
  {
    title: 'records',
    list: [
      { key: 'list-person', href: '/list/person', icon: 'person', go: 'p', roles: readers },
      { key: 'list-organization', href: '/list/organization', icon: 'org', roles: readers },
      { key: 'list-grp', href: '/list/grp', icon: 'group', roles: readers },
      { key: 'list-deal', href: '/list/deal', icon: 'deal', roles: [...field, 'support'] },
      { key: 'list-ticket', href: '/list/ticket', icon: 'ticket', roles: [...field, 'support'] },
      { key: 'list-product', href: '/list/product', icon: 'goods', roles: readers },
    ],
  },
  {
    title: 'work',
    list: [
      { key: 'due', href: '/due', icon: 'clock', go: 'w', roles: [...field, 'support'] },
      { key: 'board', href: '/board', icon: 'board', go: 'b', roles: [...field, 'support'] },
      { key: 'review', href: '/review', icon: 'review', go: 'r', roles: office },
      { key: 'dispatch', href: '/dispatch', icon: 'send', go: 'd', roles: field },
      { key: 'packets', href: '/packets', icon: 'letter', go: 'k', roles: field },
      { key: 'inquiries', href: '/inquiries', icon: 'ask', go: 'a', roles: office },
    ],
  },
  {
    title: 'coming',
    list: [
      { key: 'imports', href: '/imports', icon: 'in', go: 'i', roles: office },
      { key: 'load', href: '/load', icon: 'sheet', go: 'o', roles: field },
      { key: 'duplicates', href: '/duplicates', icon: 'dup', go: 'u', roles: office },
    ],
  },
  {
    title: 'numbers',
    list: [
      { key: 'reports', href: '/reports', icon: 'chart', go: 'n', roles: [...field, 'analyst'] },
      { key: 'queries', href: '/queries', icon: 'sheet', go: 's' },
    ],
  },
  {
    title: 'setup',
    list: [
      { key: 'forms', href: '/forms', icon: 'letter', roles: [...field, 'support'] },
      { key: 'processes', href: '/processes', icon: 'move', roles: [...field, 'support'] },
      { key: 'lookups', href: '/lookups', icon: 'menu', roles: office },
      { key: 'own', href: '/own', icon: 'sheet', roles: office },
      { key: 'tables', href: '/table', icon: 'sheet' },
      { key: 'staff', href: '/staff', icon: 'person', roles: readers },
    ],
  },
]
