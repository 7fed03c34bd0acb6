import type { Redirect } from './call-state.ts'
import type { WireRequest } from './wire-types.ts'

/** Headers that are sent to another origin; all others may contain secrets. */
const publicHeaders = ['accept', 'accept-encoding', 'range', 'if-range']

/**
 * Returns the request that follows a redirect to another origin, without the API key and without any header that is not
 * public; `undefined` for a redirect that must not be followed. Results are often stored in a bucket.
 */
export function followRedirect({ request, status, target }: Redirect): WireRequest | undefined {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => publicHeaders.includes(name)))
  // Web pages cannot read where a redirect leads, but their `fetch` can follow it.
  if (status === 0) return request.redirect === undefined ? { ...request, headers, redirect: 'follow' } : undefined
  const isAllowed = target?.protocol === 'https:' || (target?.protocol === 'http:' && request.url.startsWith('http:'))
  return target && isAllowed ? { ...request, headers, url: target.href } : undefined
}
