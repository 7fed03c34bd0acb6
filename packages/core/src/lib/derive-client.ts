import { type Client, type ClientState, deriveKey, stateOf } from './client-state.ts'
import { createRetryBudget } from './middleware/retry.ts'

/**
 * Returns a client with the same extensions, settings and retry budget, of which some settings differ. The given client
 * is not changed, so a wrapper can observe or limit the calls of one client without affecting others.
 *
 * @param change - Returns the settings that differ; those not returned are kept.
 */
export function deriveClient<Derived extends Client>(
  client: Derived,
  change: (state: ClientState) => Partial<ClientState>,
): Derived {
  const state = stateOf(client)
  // Otherwise the first call of each client would create state of its own.
  state.shared ??= { budget: createRetryBudget(), warnings: new Set() }
  return (client as unknown as { [deriveKey](state: ClientState): Derived })[deriveKey]({ ...state, ...change(state) })
}
