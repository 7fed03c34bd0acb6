import type { Client } from './client.ts'
import type { ClientState } from './client-state.ts'
import { stateKey } from './state-key.ts'

/** What only a client itself and packages of ours know of it: clock, randomness, origin, key. */
export function stateOf(client: Client): ClientState {
  return (client as unknown as { [stateKey](): ClientState })[stateKey]()
}
