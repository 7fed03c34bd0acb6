import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { ApiError } from '../api-error.ts'
import { version } from '../version.ts'
import { isPublicAddress } from './public-address.ts'
import { lookupPublic, PrivateAddressError } from './public-lookup.ts'

/** Policy for URLs that the server fetches on behalf of callers. */
export interface FetchPolicy {
  /** Whether `http:` URLs are allowed. */
  readonly allowHttp: boolean
  /** Whether addresses of this machine and its network are allowed, for tests. */
  readonly allowPrivate: boolean
}

/** Options of {@link fetchPublic}. */
export interface FetchPublicOptions {
  /** Request field that contains the URL, for error messages. */
  readonly field: string
  readonly maxBytes: number
  /** Timeout of the whole fetch, in milliseconds. Defaults to 15,000. */
  readonly timeoutMs?: number | undefined
  readonly signal: AbortSignal
}

const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Fetches a URL provided by a caller, from the public internet only: neither redirects nor DNS rebinding can reach this
 * machine or its network.
 *
 * @throws {ApiError} 400 that names the field and the problem with the URL; 413 for more than `maxBytes`.
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
    if (timeout.aborted) throw new ApiError(400, `${field}: fetching the URL timed out after ${timeoutMs} ms`)
    throw new ApiError(400, `${field}: ${describe(error)}`, { cause: error })
  }
}

async function follow(first: URL, policy: FetchPolicy, options: FetchPublicOptions): Promise<Uint8Array> {
  let url = first
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    checkUrl(url, policy, options.field)
    const response = await open(url, policy, options.signal)
    const { location } = response.headers
    if (!redirects.has(response.statusCode ?? 0) || location === undefined) return readResponse(response, options)
    response.destroy()
    url = new URL(location, url)
  }
  throw new ApiError(400, `${options.field}: the URL redirects more than ${maxRedirects} times`)
}

/**
 * Checks a URL against the policy; the addresses of host names are checked later, when they are resolved.
 *
 * @throws {ApiError} 400 for a URL that the policy forbids.
 */
export function checkUrl({ protocol, username, password, hostname }: URL, policy: FetchPolicy, field: string): void {
  if (protocol !== 'https:' && !(protocol === 'http:' && policy.allowHttp)) {
    throw new ApiError(400, `${field}: only ${policy.allowHttp ? 'http and https' : 'https'} URLs are allowed`)
  }
  if (username !== '' || password !== '') throw new ApiError(400, `${field}: URLs with credentials are not allowed`)
  if (!policy.allowPrivate && isKnownPrivate(hostname)) throw notPublic(field)
}

/**
 * Returns whether a host is known not to be public without a lookup: IP literals, to which connections are made without
 * one, and `localhost` with its subdomains (RFC 6761 section 6.3).
 */
function isKnownPrivate(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0) return !isPublicAddress(address)
  return /(?:^|\.)localhost\.?$/.test(hostname)
}

function open(url: URL, policy: FetchPolicy, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = policy.allowPrivate ? {} : { lookup: lookupPublic }
  const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': `mira-server/${version}` }
  return new Promise((resolve, reject) => {
    // Without an agent, connections are not reused, so the address of each one is checked.
    request(url, { ...lookup, headers, signal, agent: false }, resolve)
      .on('error', reject)
      .end()
  })
}

async function readResponse(response: IncomingMessage, { field, maxBytes }: FetchPublicOptions): Promise<Uint8Array> {
  try {
    const { statusCode, headers } = response
    if (statusCode !== 200) throw new ApiError(400, `${field}: the URL returned status ${statusCode}`)
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw new ApiError(400, `${field}: the URL returned an unsupported content encoding`)
    }
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(field, maxBytes)
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge(field, maxBytes)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    response.destroy()
  }
}

/** Creates the 413 error for data that exceeds the size limit. */
export function tooLarge(field: string, maxBytes: number): ApiError {
  return new ApiError(413, `${field}: larger than ${maxBytes} bytes`)
}

function notPublic(field: string): ApiError {
  return new ApiError(400, `${field}: the URL does not point to the public internet`)
}

function describe(error: unknown): string {
  if (error instanceof PrivateAddressError) return 'the URL does not point to the public internet'
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? 'failed to fetch the URL' : `failed to fetch the URL (${code})`
}
