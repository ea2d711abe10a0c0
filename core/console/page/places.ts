// The column on the left: where one can go, and who. What a role may not do is not shown; the database decides, and this follows.

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

export const sections: readonly { readonly title: string; readonly list: readonly Entry[] }[] = [
  {
    title: '',
    list: [
      { key: 'today', href: '/', icon: 'today', go: 't' },
      { key: 'find', href: '/find', icon: 'find', go: 'f' },
    ],
  },
]
