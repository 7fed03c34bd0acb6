import { type Client, createClient } from '@mira/core'
import { createElement, type ReactElement, type ReactNode, useState } from 'react'
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
  // Not `useMemo`, which may forget its value: with another client, hooks start over.
  const [kept, keep] = useState(() => provide(client, baseUrl))
  let current = kept
  if (kept.client !== client || kept.baseUrl !== baseUrl) {
    current = provide(client, baseUrl)
    keep(current)
  }
  return createElement(MiraContext.Provider, { value: current.value }, children)
}

function provide(client: Client | undefined, baseUrl: string | undefined): MiraProviderProps & { value: Client } {
  // Without a key on the server too, where rendering sends nothing.
  return { client, baseUrl, value: client ?? createClient({ baseUrl, apiKey: null }) }
}
