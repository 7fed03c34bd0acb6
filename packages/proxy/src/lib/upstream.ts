import { createClient } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import type { ProxyOptions } from './proxy-options.ts'

/** API behind the proxy. */
export interface Upstream {
  /** Base URL of the API, without `/v1`. */
  readonly baseUrl: string
  /** Returns the headers that contain the API key; none without a key. */
  authorization(): Promise<Record<string, string>>
}

/**
 * Creates an upstream from the API key and base URL.
 *
 * @throws {TypeError} when one of them is invalid.
 */
export function createUpstream({ apiKey, baseUrl }: ProxyOptions): Upstream {
  const state = stateOf(createClient({ apiKey, baseUrl }))
  return {
    baseUrl: state.baseUrl.href,
    async authorization() {
      const key = typeof state.apiKey === 'function' ? await state.apiKey() : state.apiKey
      return key === undefined ? {} : { authorization: `Bearer ${key}` }
    },
  }
}
