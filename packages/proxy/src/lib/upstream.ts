import { createClient } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import type { ProxyOptions } from './proxy-options.ts'

/** The API behind the proxy. */
export interface Upstream {
  /** Without `/v1`. */
  readonly baseUrl: string
  /** Headers that carry the key; none without one. */
  authorization(): Promise<Record<string, string>>
}

/** @throws {TypeError} for a key or base URL that cannot work. */
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
