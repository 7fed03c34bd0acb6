import type { ServerContext } from '../context.ts'

/** Time after which a key revoked by another process ends its streams here. */
const checkIntervalMs = 1_000

/** Cuts streams whose key was revoked elsewhere, as from the command line. @returns What stops the watch. */
export function watchRevocations({ store, streamSlots, logger }: ServerContext): () => void {
  const check = async () => {
    try {
      for (const keyId of streamSlots.listKeys()) {
        const key = await store.apiKeys.find(keyId)
        if (key === undefined || key.revokedAt !== null) streamSlots.cut(keyId)
      }
    } catch (err) {
      logger.error({ err }, 'checking for revoked keys failed')
    }
  }
  const timer = setInterval(check, checkIntervalMs).unref()
  return () => clearInterval(timer)
}
