import { type Client, createClient } from '@mira/core'
import type { Plugin } from 'vue'
import { miraKey } from './mira-key.ts'

/** Options of {@link createMira}: one of `client` and `baseUrl`. */
export interface MiraPluginOptions {
  /** Client created with `createClient`. */
  readonly client?: Client | undefined
  /** URL of your `@mira/proxy`, such as `/api/mira`. */
  readonly baseUrl?: string | undefined
}

/**
 * Creates the plugin that provides the client to all components of an app. A page needs no API key: it calls
 * `@mira/proxy`, which adds the key.
 *
 * @throws {TypeError} when neither or both of `client` and `baseUrl` are set.
 * @example createApp(App).use(createMira({ baseUrl: '/api/mira' })).mount('#app')
 */
export function createMira({ client, baseUrl }: MiraPluginOptions): Plugin {
  if ((client === undefined) === (baseUrl === undefined)) {
    throw new TypeError('createMira needs a client, or the baseUrl of your proxy')
  }
  // Without a key on the server too, where rendering sends nothing.
  const provided = client ?? createClient({ baseUrl, apiKey: null })
  return { install: (app) => void app.provide(miraKey, provided) }
}
