import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'

/** Hub that a request goes to. */
export interface HubAccess {
  /** Address of the hub, such as `https://huggingface.co`. */
  readonly endpoint: string
  /** Token for repositories that need one. Sent to the endpoint only, never in messages. */
  readonly token?: string | undefined
}

/** Options of {@link hubRequest}. */
export interface HubRequestOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
  /** Duration without data after which a request fails, in milliseconds. Defaults to 60,000. */
  readonly idleMs?: number | undefined
}

/** Failure of a request to a hub. The message says what to do. */
export class HubError extends Error {
  override readonly name = 'HubError'
  /** Status of the response; undefined when there was none. */
  readonly status: number | undefined

  constructor(message: string, { status, cause }: { status?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause })
    this.status = status
  }
}

const defaultEndpoint = 'https://huggingface.co'
const maxRedirects = 5

/** Reads the hub's address and token from `HF_ENDPOINT` and `HF_TOKEN`. */
export function hubAccess(environment: Readonly<Record<string, string | undefined>> = process.env): HubAccess {
  const endpoint = (environment.HF_ENDPOINT || defaultEndpoint).replace(/\/+$/, '')
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new HubError('HF_ENDPOINT must be an http or https URL')
  const token = environment.HF_TOKEN?.trim()
  return { endpoint, ...(token ? { token } : {}) }
}

/** Returns whether `HF_HUB_OFFLINE` forbids requests to the hub. */
export function isHubOffline(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  const value = environment.HF_HUB_OFFLINE?.toLowerCase() ?? ''
  return !['', '0', 'false', 'no', 'off'].includes(value)
}

/**
 * Sends a GET request to a path of the hub and follows redirects. The token stays with the hub: it is not sent to another
 * origin, and a redirect from https to http is refused. Proxies are taken from `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY`, by versions of Node that support it (22.21, 24.5).
 *
 * @throws {HubError} for a status other than 2xx, or when there is no response.
 */
export async function hubRequest(
  access: HubAccess,
  path: string,
  options: HubRequestOptions = {},
): Promise<IncomingMessage> {
  let url = new URL(`${access.endpoint}${path}`)
  const { origin } = url
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const token = url.origin === origin ? access.token : undefined
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await send(url, { ...options, headers: { ...options.headers, ...authorization } })
    const { statusCode: status = 0 } = response
    const { location } = response.headers
    if (status >= 200 && status < 300) return response
    response.resume()
    if (status < 300 || status >= 400 || location === undefined) throw statusError(access, url, response)
    const next = URL.parse(location, url)
    if (next === null || !/^https?:$/.test(next.protocol))
      throw new HubError(`${url.host} redirects to an invalid address`)
    if (url.protocol === 'https:' && next.protocol === 'http:') {
      throw new HubError(`${url.host} redirects from https to http, which is refused`)
    }
    url = next
  }
  throw new HubError(`${url.host} redirects more than ${maxRedirects} times`)
}

/** Returns whether a later attempt may succeed. */
export function isPassing(error: unknown): boolean {
  return error instanceof HubError && (error.status === undefined || error.status === 429 || error.status >= 500)
}

async function send(url: URL, { headers, signal, idleMs = 60_000 }: HubRequestOptions): Promise<IncomingMessage> {
  const { Agent, request } = url.protocol === 'https:' ? https : http
  // `proxyEnv` is unknown to older declarations, and without effect in older versions.
  const agent = new Agent({ proxyEnv: process.env } as http.AgentOptions)
  const sent = request(url, { agent, headers: { 'user-agent': 'mira-server', ...headers }, ...(signal && { signal }) })
  sent.setTimeout(idleMs, () => sent.destroy(new HubError(`${url.host} sent nothing for ${idleMs / 1_000} s`)))
  sent.end()
  try {
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return response
  } catch (cause) {
    if (signal?.aborted || cause instanceof HubError) throw signal?.aborted ? signal.reason : cause
    const advice =
      'check the connection, HTTPS_PROXY and HF_ENDPOINT, or set HF_HUB_OFFLINE=1 to use what is in the cache'
    throw new HubError(`${url.host} is not reachable: ${advice}`, { cause })
  }
}

function statusError(
  { token }: HubAccess,
  { host, pathname }: URL,
  { statusCode, headers }: IncomingMessage,
): HubError {
  const status = statusCode ?? 0
  const retryAfter = headers['retry-after']
  const explanations: Readonly<Record<number, string>> = {
    401: token === undefined ? 'needs a token: set HF_TOKEN' : 'does not accept the token in HF_TOKEN',
    403: 'refuses access: accept the conditions of the model on its page, and set HF_TOKEN to a token of that account',
    404: 'does not have this model, file or revision; check the spelling',
    429: `allows no more requests now${retryAfter === undefined ? '' : `; try again in ${retryAfter} s`}`,
  }
  return new HubError(`${host} ${explanations[status] ?? `answered ${status}`} (${pathname}, status ${status})`, {
    status,
  })
}
