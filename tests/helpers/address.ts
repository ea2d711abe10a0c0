// Addresses of test databases.

/** The same address with another user, password and database. */
export function addressOf(superUrl: string, user: string, password: string, database: string): string {
  const url = new URL(superUrl)
  url.username = user
  url.password = password
  url.pathname = `/${database}`
  return url.href
}
