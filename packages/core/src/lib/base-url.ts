/** Origin and path prefix of the API; every `/v1/…` path is appended to it. */
export interface BaseUrl {
  /** URL without a trailing slash and without `/v1`, such as `https://api.vmira.ai`. */
  readonly href: string
  /** Origin, such as `https://api.vmira.ai`. */
  readonly origin: string
}

const rule = 'must be an http(s) URL without credentials or query, or a path in a web page'

/**
 * Parses a base URL, with or without `/v1` and trailing slashes. A path such as `/api/mira` is resolved against the
 * origin of the page.
 *
 * @param source - Name of the setting or the variable that contains it, for the message.
 * @throws {TypeError} when the value is neither an http(s) URL nor a path, or contains credentials or a query.
 */
export function parseBaseUrl(value: string, source = 'baseUrl'): BaseUrl {
  const text = String(value).trim()
  const isPath = /^\/(?!\/)/.test(text)
  const page = isPath ? (globalThis as { location?: { origin?: string } }).location?.origin : undefined
  // Server-side rendering creates the page's clients too: creating one must work there, calling it must not.
  if (isPath && !page) return pathWithoutPage
  try {
    const { protocol, username, password, origin, pathname } = new URL(text, page)
    const isPlain = /^https?:$/.test(protocol) && !username && !password && !/[?#]/.test(text)
    if (isPlain) return { href: origin + pathname.replace(/\/+(v1\/*)?$/, ''), origin }
  } catch {
    // Not a URL.
  }
  throw new TypeError(`${source} ${rule}`)
}

const pathWithoutPage: BaseUrl = {
  href: '',
  get origin(): string {
    throw new TypeError(`baseUrl ${rule}`)
  },
}
