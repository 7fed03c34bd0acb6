import {
  type MiraResponse,
  type ResponseEvent,
  type ResponseParams,
  type ResponseStream,
  resumeResponse,
  streamResponse,
} from '@mira/chat'
import type { Client, RequestOptions } from '@mira/core'
import { refuseUnknown } from '@mira/core/internal'
import { createLifetime } from './create-lifetime.ts'
import { notify } from './notify.ts'
import { State } from './state.ts'
import type { LiveStore } from './store.ts'

/** Options of {@link createResponseStore}. */
export interface ResponseStoreOptions {
  /** Parameters of each request, such as `model` and `instructions`. */
  readonly params?: Partial<ResponseParams> | undefined
  /** Options of each request: `timeout`, `retry`, `headers`. */
  readonly request?: Omit<RequestOptions, 'signal' | 'idempotencyKey'> | undefined
  /** Called with each event as it arrives. */
  readonly onEvent?: ((event: ResponseEvent) => void) | undefined
  /** Called with each complete response. */
  readonly onFinish?: ((response: MiraResponse) => void) | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

/** State of a {@link ResponseStore}. */
export interface ResponseStoreState {
  /** `submitted` until the first event, `streaming` until the end of the response; then `done`, `stopped` or `error`. */
  readonly status: 'idle' | 'submitted' | 'streaming' | 'done' | 'stopped' | 'error'
  /** Text so far. */
  readonly text: string
  /** Response so far: its items, such as function calls, and its usage. */
  readonly response: MiraResponse | undefined
  readonly error: unknown
}

/** Requests of the Responses API, one at a time. Created by {@link createResponseStore}. */
export interface ResponseStore extends LiveStore<ResponseStoreState> {
  /**
   * Requests a response, which replaces the one before.
   *
   * @param input - Input, or parameters for this request only, in addition to those of the options.
   * @returns Whether it was requested: not while another response is being generated.
   */
  readonly send: (input: string | (Partial<ResponseParams> & Pick<ResponseParams, 'input'>)) => boolean
  /**
   * Continues a background response (`background: true` in `params`) whose stream was interrupted or stopped.
   *
   * @param from - Response to continue, such as one that was saved. Defaults to the current one.
   * @returns Whether it was requested; a response that cannot be continued is the error `not_resumable`.
   */
  readonly resume: (from?: MiraResponse) => boolean
  /** Stops the response; the part received so far stays. */
  readonly stop: () => void
  /** Stops the response and removes it. */
  readonly reset: () => void
  /** Replaces the options, from the next request on. */
  readonly update: (options: ResponseStoreOptions) => void
}

const initial: ResponseStoreState = { status: 'idle', text: '', response: undefined, error: undefined }

/**
 * Creates a store for responses of the Responses API.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} when an option is unknown.
 */
export function createResponseStore(client: Client, options: ResponseStoreOptions = {}): ResponseStore {
  const responses = new Responses(client, check(options))
  return {
    subscribe: responses.state.subscribe,
    getSnapshot: responses.state.getSnapshot,
    getInitialSnapshot: responses.state.getInitialSnapshot,
    retain: createLifetime({ onStart: () => {}, onEnd: () => responses.stop() }),
    send: (input) => responses.send(typeof input === 'string' ? { input } : input),
    resume: (from) => responses.resume(from),
    stop: () => responses.stop(),
    reset: () => responses.reset(),
    update(changed) {
      responses.options = check(changed)
    },
  }
}

function check(options: ResponseStoreOptions): ResponseStoreOptions {
  const { params, request, onEvent, onFinish, onError, ...unknown } = options
  refuseUnknown(unknown, 'ResponseStoreOptions')
  return options
}

interface Run {
  readonly controller: AbortController
  stream?: ResponseStream
}

class Responses {
  readonly state: State<ResponseStoreState> = new State(initial)
  options: ResponseStoreOptions
  readonly #client: Client
  #run: Run | undefined

  constructor(client: Client, options: ResponseStoreOptions) {
    this.#client = client
    this.options = options
  }

  send(params: Partial<ResponseParams> & Pick<ResponseParams, 'input'>): boolean {
    return this.#start({}, (options) => streamResponse(this.#client, { ...this.options.params, ...params }, options))
  }

  resume(from: MiraResponse | undefined): boolean {
    const interrupted = from ?? this.state.getSnapshot().response
    if (!interrupted) return false
    const { output_text: text } = interrupted
    return this.#start({ response: interrupted, text }, (options) => resumeResponse(this.#client, interrupted, options))
  }

  #start(state: Partial<ResponseStoreState>, open: (options: RequestOptions) => ResponseStream): boolean {
    if (this.#run) return false
    const run: Run = { controller: new AbortController() }
    this.#run = run
    this.state.set({ ...initial, ...state, status: 'submitted' })
    this.#read(run, open).catch((error) => this.#end(run, 'error', error))
    return true
  }

  stop(): void {
    const run = this.#run
    if (!run) return
    this.#end(run, 'stopped')
    run.controller.abort()
  }

  reset(): void {
    this.stop()
    this.state.set(initial)
  }

  async #read(run: Run, open: (options: RequestOptions) => ResponseStream): Promise<void> {
    const stream = open({ ...this.options.request, signal: run.controller.signal })
    run.stream = stream
    for await (const events of stream.batches()) {
      if (this.#run !== run) return
      for (const event of events) notify(this.options.onEvent, event)
      this.state.setInFrame(() => ({ ...readState(stream), status: 'streaming' }))
    }
    await stream.final()
    this.#end(run, 'done')
  }

  /** Ends a response, once. */
  #end(run: Run, status: ResponseStoreState['status'], error?: unknown): void {
    if (this.#run !== run) return
    this.#run = undefined
    this.state.set({ ...(run.stream && readState(run.stream)), status, error })
    const { response } = this.state.getSnapshot()
    if (status === 'error') notify(this.options.onError, error)
    if (status === 'done' && response) notify(this.options.onFinish, response)
  }
}

function readState({ snapshot }: ResponseStream): Pick<ResponseStoreState, 'text' | 'response'> {
  return { text: snapshot.output_text, response: snapshot }
}
