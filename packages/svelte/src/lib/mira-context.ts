import { type Client, createClient } from '@mira/core'
import { getContext, hasContext, setContext } from 'svelte'

const key = /* @__PURE__ */ Symbol('@mira/svelte')

/** Options of {@link setMira}: one of `client` and `baseUrl`. */
export interface MiraContextOptions {
  /** Client created with `createClient`. */
  readonly client?: Client | undefined
  /** URL of your `@mira/proxy`, such as `/api/mira`. */
  readonly baseUrl?: string | undefined
}

/**
 * Provides the client to the components below, while a component is initialized. A page needs no API key: it calls
 * `@mira/proxy`, which adds the key.
 *
 * @throws {TypeError} when neither or both of `client` and `baseUrl` are set.
 * @example setMira({ baseUrl: '/api/mira' }) // in the script of +layout.svelte
 */
export function setMira({ client, baseUrl }: MiraContextOptions): Client {
  if ((client === undefined) === (baseUrl === undefined)) {
    throw new TypeError('setMira needs a client, or the baseUrl of your proxy')
  }
  // Without a key on the server too, where rendering sends nothing.
  return setContext(key, client ?? createClient({ baseUrl, apiKey: null }))
}

/**
 * Returns the client of the nearest `setMira`, while a component is initialized.
 *
 * @throws {TypeError} when there is none.
 */
export function getMira(): Client {
  if (!hasContext(key)) throw new TypeError('There is no setMira() above this component, and no client in the options')
  return getContext(key)
}
