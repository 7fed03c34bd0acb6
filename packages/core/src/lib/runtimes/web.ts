import type { CutVectors } from '../cut-reply.ts'
import type { ActiveChannel, Transport } from '../wire-types.ts'

/** Sends with `fetch`; no faster transport is available. */
export const transport: Transport = (request, viaFetch) => viaFetch(request)

/** Returns `undefined`: only Node and compatible runtimes have `diagnostics_channel`. */
export const activeChannel: ActiveChannel = () => undefined

/** `undefined`, because web runtimes do not report why a connection failed. */
export const unsentCodes: RegExp | undefined = undefined

/** Empty, for the same reason. */
export const connectionHints: Readonly<Record<string, string>> = {}

/** Calls back when a signal of the caller aborts. */
export const addAbortCallback = (signal: AbortSignal, callback: () => void): void =>
  signal.addEventListener('abort', callback)

/** Removes a callback of {@link addAbortCallback}. */
export const removeAbortCallback = (signal: AbortSignal, callback: () => void): void =>
  signal.removeEventListener('abort', callback)

/** Returns the reply unchanged, for bundles that stay small. */
export const cutVectors: CutVectors = (reply) => reply
