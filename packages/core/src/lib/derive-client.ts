import { type Client, type ClientState, type Extension, stateKey, stateOf } from './client-state.ts'
import { createRetryBudget } from './middleware/retry.ts'

/** Members that a client hides from its users. */
interface HiddenMembers {
  [stateKey](part: 'extensions'): readonly Extension<object>[]
  readonly constructor: new (state: ClientState) => Client
}

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
  const { constructor: MiraClient, [stateKey]: read } = client as unknown as HiddenMembers
  return read
    .call(client, 'extensions')
    .reduce(
      (derived, extension) => derived.extend(extension),
      new MiraClient({ ...state, ...change(state) }),
    ) as Derived
}
