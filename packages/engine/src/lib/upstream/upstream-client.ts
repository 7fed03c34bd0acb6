import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import { SilenceWatch } from './silence-watch.ts'

/** Connection settings of an upstream. */
export interface UpstreamOptions {
  /** Base URL of an OpenAI-compatible API, including the version: `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string
  /** API key, sent as a bearer token. Never included in messages, errors or logs. */
  readonly apiKey?: string | undefined
  /** Model to request instead of the one in the request. Defaults to the request's model. */
  readonly model?: string | undefined
  /** Replacement for the global `fetch`. */
  readonly fetch?: typeof fetch | undefined
  /** Idle timeout in milliseconds, for the response headers and between chunks of the body. Defaults to 120 000. */
  readonly idleTimeoutMs?: number | undefined
}

/** Request to an upstream. */
export interface UpstreamRequest {
  readonly path: string
  /** Request body, sent by POST: `FormData` unchanged, anything else as JSON. Without a body, the request is a GET. */
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** Response whose body is read through {@link UpstreamAnswer.chunks}. */
export interface UpstreamAnswer {
  readonly mediaType: string
  /** Yields the bytes of the body as they arrive. Ending the iteration early cancels the request. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>
}

/** Status codes that mean the request itself is invalid. */
const inputStatuses = new Set([400, 404, 405, 409, 413, 415, 422])
const maxErrorBytes = 65_536
const maxMessageLength = 500

/** HTTP client for one upstream, with an idle timeout, error mapping and cancellation. */
export class UpstreamClient {
  readonly #options: UpstreamOptions
  readonly #closing = new AbortController()
  /** Host of the upstream for messages, without credentials or path. */
  readonly host: string

  constructor(options: UpstreamOptions) {
    const url = new URL(options.baseUrl)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new TypeError(`baseUrl must be an http or https URL, not ${url.protocol}`)
    }
    this.#options = { ...options, baseUrl: options.baseUrl.replace(/\/+$/, '') }
    this.host = url.host
  }

  /**
   * Sends a request.
   *
   * @throws {EngineInputError} when the upstream rejects the request as invalid.
   * @throws {EngineUnavailableError} for any other status than 2xx, an idle timeout or a connection failure.
   */
  send({ path, body, signal }: UpstreamRequest): Promise<UpstreamAnswer> {
    const init = {
      method: body === undefined ? 'GET' : 'POST',
      headers: this.#headers(body !== undefined && !(body instanceof FormData)),
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      // Credentials must not be sent to another origin.
      redirect: 'error',
    } as const
    return this.#fetch(`${this.#options.baseUrl}${path}`, init, signal)
  }

  /**
   * Downloads a file that the upstream names by its URL. The key is sent to the upstream's own origin only.
   *
   * @throws As {@link UpstreamClient.send}.
   */
  fetchFile(url: string, signal?: AbortSignal): Promise<UpstreamAnswer> {
    const isOwn = URL.parse(url)?.origin === new URL(this.#options.baseUrl).origin
    return this.#fetch(url, isOwn ? { headers: this.#headers(false), redirect: 'error' } : {}, signal)
  }

  async #fetch(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<UpstreamAnswer> {
    const watch = new SilenceWatch(this.#options.idleTimeoutMs ?? 120_000, [signal, this.#closing.signal])
    try {
      const response = await (this.#options.fetch ?? fetch)(url, { ...init, signal: watch.signal })
      if (!response.ok) throw await this.#toError(response)
      return {
        mediaType: response.headers.get('content-type')?.split(';')[0]?.trim() ?? '',
        chunks: () => this.#read(response, watch, signal),
      }
    } catch (error) {
      watch.pause()
      throw this.#explain(error, watch, signal)
    }
  }

  /** Sends a request and parses the JSON response. */
  async sendForJson(request: UpstreamRequest): Promise<unknown> {
    const answer = await this.send(request)
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of answer.chunks()) text += decoder.decode(chunk, { stream: true })
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new EngineUnavailableError(
        `The upstream at ${this.host} answered ${request.path} with something that is not JSON`,
        { cause },
      )
    }
  }

  /** Cancels pending requests. */
  close(): void {
    this.#closing.abort(new EngineUnavailableError('The engine was closed', { code: 'closed', status: 503 }))
  }

  #headers(isJson: boolean): Record<string, string> {
    const { apiKey } = this.#options
    return {
      ...(isJson ? { 'content-type': 'application/json' } : {}),
      ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
    }
  }

  async *#read(
    response: Response,
    watch: SilenceWatch,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = response.body?.getReader()
    try {
      while (reader) {
        watch.restart()
        const { done, value } = await reader.read()
        watch.pause()
        if (done) return
        yield value
      }
    } catch (error) {
      throw this.#explain(error, watch, signal)
    } finally {
      watch.pause()
      await reader?.cancel().catch(() => undefined)
    }
  }

  async #toError(response: Response): Promise<Error> {
    const message = this.#redact(await readErrorMessage(response))
    const { status } = response
    const description = `The upstream at ${this.host} answered ${status}${message ? `: ${message}` : ''}`
    if (inputStatuses.has(status)) return new EngineInputError(description)
    if (status === 401 || status === 403) {
      return new EngineUnavailableError(`The upstream at ${this.host} refused the key (${status})`, {
        code: 'key_refused',
      })
    }
    const retryAfterSeconds = Number(response.headers.get('retry-after'))
    const isBusy = status === 429 || status === 503
    return new EngineUnavailableError(description, {
      code: isBusy ? 'busy' : 'failed',
      status: isBusy ? status : 502,
      ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}),
    })
  }

  #redact(message: string): string {
    const { apiKey } = this.#options
    return (apiKey ? message.replaceAll(apiKey, '***') : message).slice(0, maxMessageLength)
  }

  #explain(error: unknown, watch: SilenceWatch, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return signal.reason
    if (this.#closing.signal.aborted) return this.#closing.signal.reason
    if (error instanceof EngineInputError || error instanceof EngineUnavailableError) return error
    if (watch.hasRung) {
      return new EngineUnavailableError(`The upstream at ${this.host} fell silent for ${watch.idleMs} ms`, {
        code: 'timeout',
        status: 504,
      })
    }
    return new EngineUnavailableError(`The connection to the upstream at ${this.host} failed`, { cause: error })
  }
}

/** Extracts the message from an error body of OpenAI, FastAPI, Ollama or llama.cpp. */
async function readErrorMessage(response: Response): Promise<string> {
  const text = (await response.text().catch(() => '')).slice(0, maxErrorBytes)
  try {
    const body = JSON.parse(text) as Record<string, unknown>
    const error = body.error
    const message = isRecord(error) ? error.message : (error ?? body.message ?? body.detail)
    return typeof message === 'string' ? message : JSON.stringify(message ?? body)
  } catch {
    return text.startsWith('<') ? '' : text.trim()
  }
}
