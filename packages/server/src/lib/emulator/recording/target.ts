import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { ApiError } from '../../api-error.ts'
import { type ReceivedRequest, withoutTransport } from './describe-request.ts'
import type { LinkBase } from './links.ts'
import { hasSecretParameter } from './mask-recording.ts'

/** Options of recording. */
export interface RecordOptions {
  /** Base URL of the API to record, with or without `/v1`: `https://api.openai.com`. */
  readonly target: string
  /** Directory of the recorded files, created if necessary. Defaults to `fixtures`. */
  readonly out?: string | undefined
  /**
   * API key for the target. Callers then authenticate with a key of this server. By default, the callers' own
   * credentials are passed on.
   */
  readonly apiKey?: string | undefined
}

/** API to which requests are passed on. */
export class Target {
  readonly #base: URL
  readonly #apiKey: string | undefined

  /** @throws {RangeError} when the target is no HTTP URL. */
  constructor({ target, apiKey }: RecordOptions) {
    const base = URL.parse(target)
    if (base === null || !/^https?:$/.test(base.protocol)) {
      throw new RangeError(`The target to record must be an http: or https: URL, received ${JSON.stringify(target)}`)
    }
    if (base.username !== '' || base.search !== '') {
      throw new RangeError('The target to record must have no credentials and no query; pass the key as apiKey')
    }
    this.#base = base
    this.#apiKey = apiKey
  }

  /** Whether callers authenticate here, because the key of the target is this server's. */
  get hasKey(): boolean {
    return this.#apiKey !== undefined
  }

  /** Links to the API that requests to a server which passes them on reach too. */
  get links(): LinkBase {
    const from = `${this.#base.origin}${this.#base.pathname.replace(/\/+$/, '')}/`
    return { from, to: from.endsWith('/v1/') ? '/v1/' : '/' }
  }

  /** Returns the URL for a path; a version that both contain occurs once. */
  urlOf({ path, query }: Pick<ReceivedRequest, 'path' | 'query'>): URL {
    const url = new URL(this.#base)
    const prefix = url.pathname.replace(/\/+$/, '')
    url.pathname = `${/^\/v1(?:\/|$)/.test(path) ? prefix.replace(/\/v1$/, '') : prefix}${path}`
    url.search = query
    return url
  }

  /** Returns the headers to send, with the credentials for the target unless the request is a signed link. */
  headersOf({ headers, ...request }: Pick<ReceivedRequest, 'method' | 'query' | 'headers'>): Record<string, string> {
    const sent = withoutTransport(headers)
    if (this.#apiKey === undefined || isSignedLink({ headers, ...request })) return sent
    for (const name of ['x-api-key', 'api-key', 'cookie']) delete sent[name]
    return { ...sent, authorization: `Bearer ${this.#apiKey}` }
  }

  /**
   * Sends a request. Resolves with the response when its head has arrived.
   *
   * @throws {ApiError} 502 when the target cannot be reached.
   */
  send(received: ReceivedRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { method, headers, body } = received
    const url = this.urlOf(received)
    const hasLength = body.byteLength > 0 || headers['content-length'] !== undefined
    const sent = {
      ...this.headersOf(received),
      // Compressed recordings would be neither readable nor free of secrets.
      'accept-encoding': 'identity',
      ...(hasLength ? { 'content-length': String(body.byteLength) } : {}),
    }
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp
      const request = send(url, { method, headers: sent, signal })
      request.on('response', resolve)
      request.on('error', (error: NodeJS.ErrnoException) => reject(signal.aborted ? error : unreachable(url, error)))
      request.end(body)
    })
  }
}

/** Returns whether a request without a key has its credentials in its URL, as links to files have. */
export function isSignedLink({
  method,
  query,
  headers,
}: Pick<ReceivedRequest, 'method' | 'query' | 'headers'>): boolean {
  return method === 'GET' && headers.authorization === undefined && hasSecretParameter(query)
}

/** Creates the error for a target that cannot be reached. */
export function unreachable({ origin }: URL, error: NodeJS.ErrnoException): ApiError {
  const reason = error.code ?? error.message
  return new ApiError(502, `Cannot reach ${origin} (${reason}), the target that is being recorded. Is it running?`, {
    cause: error,
  })
}
