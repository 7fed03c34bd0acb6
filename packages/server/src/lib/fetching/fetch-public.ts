import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { ApiError } from '../api-error.ts'
import { version } from '../version.ts'
import { isPublicAddress } from './public-address.ts'
import { lookupPublic, PrivateAddressError } from './public-lookup.ts'

/** What a server fetches for its callers. */
export interface FetchPolicy {
  /** Takes `http:` URLs too. */
  readonly allowHttp: boolean
  /** Takes addresses of this machine and its network, for tests. */
  readonly allowPrivate: boolean
}

/** What one URL may cost. */
export interface FetchPublicOptions {
  /** Field of the request that has the URL, for messages. */
  readonly field: string
  readonly maxBytes: number
  /** Time for the whole of it, in milliseconds (default 15 000). */
  readonly timeoutMs?: number | undefined
  readonly signal: AbortSignal
}

const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Fetches what a caller's URL points to, from the open internet only: neither this machine nor its network can be
 * reached through it, also not by a redirect or a name that changes its address.
 *
 * @throws {ApiError} 400 that names the field and what is wrong with the URL; 413 for more than `maxBytes`.
 */
export async function fetchPublic(url: string, policy: FetchPolicy, options: FetchPublicOptions): Promise<Uint8Array> {
  const { field, timeoutMs = 15_000 } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([options.signal, timeout])
  try {
    return await follow(new URL(url), policy, { ...options, signal })
  } catch (error) {
    options.signal.throwIfAborted()
    if (error instanceof ApiError) throw error
    if (timeout.aborted) throw new ApiError(400, `${field}: the URL did not answer in full within ${timeoutMs} ms`)
    throw new ApiError(400, `${field}: ${describe(error)}`, { cause: error })
  }
}

async function follow(first: URL, policy: FetchPolicy, options: FetchPublicOptions): Promise<Uint8Array> {
  let url = first
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    checkUrl(url, policy, options.field)
    const reply = await open(url, policy, options.signal)
    const { location } = reply.headers
    if (!redirects.has(reply.statusCode ?? 0) || location === undefined) return readReply(reply, options)
    reply.destroy()
    url = new URL(location, url)
  }
  throw new ApiError(400, `${options.field}: the URL redirects more than ${maxRedirects} times`)
}

/** @throws {ApiError} 400 for a URL that the policy forbids; names are checked when they are looked up. */
export function checkUrl({ protocol, username, password, hostname }: URL, policy: FetchPolicy, field: string): void {
  if (protocol !== 'https:' && !(protocol === 'http:' && policy.allowHttp)) {
    throw new ApiError(400, `${field}: only ${policy.allowHttp ? 'http and https' : 'https'} URLs are fetched`)
  }
  if (username !== '' || password !== '') throw new ApiError(400, `${field}: a URL with credentials is not fetched`)
  // An address written as such is connected to without a lookup.
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !policy.allowPrivate && !isPublicAddress(address)) throw notPublic(field)
}

function open(url: URL, policy: FetchPolicy, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = policy.allowPrivate ? {} : { lookup: lookupPublic }
  const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': `mira-server/${version}` }
  return new Promise((resolve, reject) => {
    // Without an agent no connection is shared, so each is one whose address was checked.
    request(url, { ...lookup, headers, signal, agent: false }, resolve)
      .on('error', reject)
      .end()
  })
}

async function readReply(reply: IncomingMessage, { field, maxBytes }: FetchPublicOptions): Promise<Uint8Array> {
  try {
    const { statusCode, headers } = reply
    if (statusCode !== 200) throw new ApiError(400, `${field}: the URL answered with status ${statusCode}`)
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw new ApiError(400, `${field}: the URL answered with an encoding that was not asked for`)
    }
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(field, maxBytes)
    const pieces: Buffer[] = []
    let bytes = 0
    for await (const piece of reply as AsyncIterable<Buffer>) {
      bytes += piece.byteLength
      if (bytes > maxBytes) throw tooLarge(field, maxBytes)
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  } finally {
    reply.destroy()
  }
}

/** The refusal of something that is larger than is taken. */
export function tooLarge(field: string, maxBytes: number): ApiError {
  return new ApiError(413, `${field}: larger than ${maxBytes} bytes`)
}

function notPublic(field: string): ApiError {
  return new ApiError(400, `${field}: the URL does not lead to the open internet`)
}

function describe(error: unknown): string {
  if (error instanceof PrivateAddressError) return 'the URL does not lead to the open internet'
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? 'the URL cannot be fetched' : `the URL cannot be fetched (${code})`
}
