import type { Client } from '@mira/core'
import { inject } from 'vue'
import { miraKey } from './mira-key.ts'

/**
 * Returns the client of the plugin. For use in `setup`.
 *
 * @throws {TypeError} when the app does not use the plugin.
 */
export function useMira(): Client {
  const client = inject(miraKey, undefined)
  if (!client) throw new TypeError('The app does not use createMira(), and the options have no client')
  return client
}
