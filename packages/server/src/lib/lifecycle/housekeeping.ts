import type { ServerContext } from '../context.ts'
import { failAbandonedResponses } from '../inference/stored-responses.ts'
import { removeAbandonedDirectories } from '../media/temporary-directories.ts'

const hourMs = 60 * 60 * 1_000
const responseLifetimeMs = 30 * 24 * hourMs

/**
 * Deletes expired data, and files that crashed processes left, now and every hour.
 *
 * @returns A function that stops the timer.
 */
export function startHousekeeping({
  store,
  media,
  now,
  logger,
}: Pick<ServerContext, 'logger' | 'media' | 'now' | 'store'>): () => void {
  const sweep = async () => {
    try {
      await store.idempotency.purge(now())
      await store.responses.purge(now() - responseLifetimeMs)
      await failAbandonedResponses({ store }, now())
      await store.limits.purge({ inactiveSince: now() - hourMs, expiredAt: now() })
      await media.purge()
      await store.jobs.purge(now())
      await removeAbandonedDirectories()
    } catch (err) {
      logger.error({ err }, 'housekeeping failed')
    }
  }
  void sweep()
  const timer = setInterval(sweep, hourMs).unref()
  return () => clearInterval(timer)
}
