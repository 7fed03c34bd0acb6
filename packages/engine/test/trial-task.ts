import { createWorkerHost, type WorkerHost, type WorkerHostOptions } from '../src/worker.ts'

/** Tasks of the test worker. */
export type TrialTask =
  | { readonly do: 'echo'; readonly value: unknown }
  | { readonly do: 'inspect' }
  | { readonly do: 'count'; readonly to: number }
  | { readonly do: 'wait' }
  | { readonly do: 'spin'; readonly how: 'javascript' | 'wasm' | 'native' }
  | { readonly do: 'allocate'; readonly how: 'arrays' | 'objects'; readonly megabytes: number }
  | { readonly do: 'crash'; readonly how: 'abort' | 'exit' | 'throw' | 'reject' }
  | { readonly do: 'throw'; readonly what: 'input' | 'unavailable' | 'other' | 'uncloneable' }
  | { readonly do: 'call'; readonly name: 'double' | 'fail'; readonly input: unknown }
  | { readonly do: 'call_forever' }
  | { readonly do: 'send_uncloneable'; readonly as: UncloneableMessage }
  | { readonly do: 'priority' }

/** Message of the test worker that cannot be cloned. An unawaited one has no handler for its rejection. */
export type UncloneableMessage =
  | 'result'
  | 'result with a large buffer'
  | 'event'
  | 'unawaited event'
  | 'progress'
  | 'call'
  | 'unawaited call'

/** Event emitted by `count`, `wait`, `spin` and `crash`. */
export interface TrialEvent {
  readonly index: number
}

/** Handlers that the test worker calls. */
export type TrialCalls = {
  readonly double: (value: number, options: { readonly signal: AbortSignal }) => number | Promise<number>
  readonly fail?: (value: string) => never
}

/** Host of the test worker. */
export type TrialHost = WorkerHost<TrialTask, unknown, TrialEvent, TrialCalls>

/** Creates a host of the test worker. */
export function createTrialHost(options: Partial<WorkerHostOptions> = {}): TrialHost {
  return createWorkerHost({ name: 'trial', url: new URL('./trial-worker.ts', import.meta.url), ...options })
}
