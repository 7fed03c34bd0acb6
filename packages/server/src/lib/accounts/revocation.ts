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
      for (const keyId of await store.apiKeys.listDead(streamSlots.listKeys())) streamSlots.cut(keyId)
    } catch (err) {
      logger.error({ err }, 'checking for revoked keys failed')
    }
  }
  const timer = setInterval(check, checkIntervalMs).unref()
  return () => clearInterval(timer)
}
