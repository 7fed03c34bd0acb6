import type { ServerContext } from '../context.ts'

/** Longest time until a key revoked by another process ends its streams here; one query for all of them. */
const checkIntervalMs = 500

/**
 * Cuts streams whose key was revoked, or whose user was disabled, elsewhere: by another process or at the command line.
 *
 * @returns What stops the watch.
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
