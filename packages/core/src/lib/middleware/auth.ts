import { checkApiKey } from '../api-key.ts'
import type { CallState } from '../call-state.ts'
import type { Reply, WireRequest } from '../exchange.ts'

/** Adds the key, but only to requests to the client's own origin: a media URL elsewhere never sees it. */
export async function addAuthorization(
  request: WireRequest,
  next: (request: WireRequest) => Promise<Reply>,
  { state }: CallState,
): Promise<Reply> {
  if (state.apiKey === undefined || request.headers.authorization || !isOwnOrigin(request.url, state.baseUrl.origin)) {
    return next(request)
  }
  const key = typeof state.apiKey === 'string' ? state.apiKey : await readKey(state.apiKey)
  return next({ ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } })
}

async function readKey(give: () => string | Promise<string>): Promise<string> {
  const key = await give()
  if (typeof key !== 'string') throw new TypeError('apiKey() must give a string')
  checkApiKey(key)
  return key
}

const isOwnOrigin = (url: string, origin: string): boolean =>
  url.startsWith(origin) && (url.length === origin.length || /[/?#]/.test(url.charAt(origin.length)))
