import type { Client } from './client.ts'
import type { ClientState } from './client-state.ts'
import { stateKey } from './state-key.ts'

/** Returns the internal state of a client, including its clock, random source, origin and API key. */
export function stateOf(client: Client): ClientState {
  return (client as unknown as { [stateKey](): ClientState })[stateKey]()
}
