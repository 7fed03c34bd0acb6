import { type Client, createClient } from '@mira/core'
import { createElement, type ReactElement, type ReactNode, useMemo } from 'react'
import { MiraContext } from './mira-context.ts'

/** Props of {@link MiraProvider}: one of `client` and `baseUrl`. */
export interface MiraProviderProps {
  /** Client created with `createClient`. Create it once, outside of components. */
  readonly client?: Client | undefined
  /** URL of your `@mira/proxy`, such as `/api/mira`. Unlike a client, it can be passed by a server component. */
  readonly baseUrl?: string | undefined
  readonly children?: ReactNode
}

/**
 * Provides the client to the hooks below it. A page needs no API key: it calls `@mira/proxy`, which adds the key.
 *
 * @throws {TypeError} when neither or both of `client` and `baseUrl` are set.
 */
export function MiraProvider({ client, baseUrl, children }: MiraProviderProps): ReactElement {
  if ((client === undefined) === (baseUrl === undefined)) {
    throw new TypeError('MiraProvider needs a client, or the baseUrl of your proxy')
  }
  // Without a key on the server too, where rendering sends nothing.
  const value = useMemo(() => client ?? createClient({ baseUrl, apiKey: null }), [client, baseUrl])
  return createElement(MiraContext.Provider, { value }, children)
}
