import type { ServerContext } from '../context.ts'

/** Interval of the check for revoked keys, in milliseconds; one query covers all streams. */
const checkIntervalMs = 500

/**
 * Aborts streams whose key was revoked or whose user was disabled by another process, such as the command line.
 *
 * @returns A function that stops the checks.
 */
export function watchRevocations({
  store,
  streamSlots,
  logger,
}: Pick<ServerContext, 'logger' | 'store' | 'streamSlots'>): () => void {
  const check = async () => {
    try {
      for (const keyId of await store.apiKeys.listInvalid(streamSlots.listKeys())) streamSlots.abortKey(keyId)
    } catch (err) {
      logger.error({ err }, 'failed to check for revoked keys')
    }
  }
  const timer = setInterval(check, checkIntervalMs).unref()
  return () => clearInterval(timer)
}
