import type { CallScope } from '../call-scope.ts'
import type { ServerContext } from '../context.ts'
import type { EmulatedUpgrade } from '../emulation.ts'

/**
 * Lets the emulator answer an upgrade, if there is one. Resolves with true when it has answered and the socket is
 * closed.
 */
export async function answerRecorded(
  { emulator }: Pick<ServerContext, 'emulator'>,
  upgrade: Omit<EmulatedUpgrade, 'emulator' | 'scope'> & { readonly scope: CallScope | undefined },
): Promise<boolean> {
  const { scope } = upgrade
  if (emulator === undefined || scope === undefined) return false
  const isAnswered = await emulator.answerUpgrade({ ...upgrade, scope, emulator })
  if (isAnswered) emulator.end(scope.requestId, { isComplete: true })
  return isAnswered
}
