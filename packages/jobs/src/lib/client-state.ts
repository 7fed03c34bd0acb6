import type { Client, ReadContext } from '@mira/core'

/** What only the client itself and packages of ours know of it: clock, randomness, whether a page elsewhere uses it. */
export type ClientState = ReadContext['state']

export type Clock = ClientState['clock']

/** Under a registered symbol, so that it is found in every copy of `@mira/core`. */
export function stateOf(client: Client): ClientState {
  return (client as unknown as Record<symbol, () => ClientState>)[Symbol.for('@mira/core/state')]!()
}
