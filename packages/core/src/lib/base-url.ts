/** Origin and path prefix that every `/v1/…` path is appended to. */
export interface BaseUrl {
  /** Without a trailing slash and without `/v1`, such as `https://api.vmira.ai`. */
  readonly href: string
  /** Such as `https://api.vmira.ai`. */
  readonly origin: string
}

const rule = 'baseUrl must be an http(s) URL without credentials or query; in a web page also a path'

/**
 * Reads a base URL given with or without `/v1` and trailing slashes; a path such as `/api/mira` means the page's own
 * origin.
 *
 * @throws {TypeError} for anything that is neither an http(s) URL nor a path, or that carries credentials or a query.
 */
export function parseBaseUrl(given: string): BaseUrl {
  const text = given.trim()
  const isPath = /^\/(?!\/)/.test(text)
  const page = isPath ? (globalThis as { location?: { origin?: string } }).location?.origin : undefined
  // A page is often made on the server first, with the clients it will use; they must exist there, and cannot call.
  if (isPath && !page) return pathWithoutPage
  try {
    const { protocol, username, password, origin, pathname } = new URL(text, page)
    const isPlain = /^https?:$/.test(protocol) && !username && !password && !/[?#]/.test(text)
    if (isPlain) return { href: origin + pathname.replace(/\/+(v1\/*)?$/, ''), origin }
  } catch {
    // No URL at all.
  }
  throw new TypeError(rule)
}

const pathWithoutPage: BaseUrl = {
  href: '',
  get origin(): string {
    throw new TypeError(rule)
  },
}

/** Whether an address lies on the origin, where credentials may go. */
export function isOnOrigin(url: string, origin: string): boolean {
  return url.startsWith(origin) && (url.length === origin.length || /[/?#]/.test(url.charAt(origin.length)))
}
