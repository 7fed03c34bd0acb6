import type { ServerContext } from '../context.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import type { QueueServer } from './serve-queue.ts'
import { startWorkers } from './start-workers.ts'

/** Starts the background work of this process: running jobs and delivering their webhooks. */
export function startJobService(
  context: Pick<
    ServerContext,
    | 'engines'
    | 'fetchPolicy'
    | 'jobEvents'
    | 'jobOptions'
    | 'logger'
    | 'media'
    | 'mediaLinks'
    | 'now'
    | 'prices'
    | 'store'
  >,
): Pick<QueueServer, 'close'> {
  const { workers, webhookSecret } = context.jobOptions
  const servers = workers === 0 ? [] : [startWorkers(context)]
  if (webhookSecret !== undefined) servers.push(deliverWebhooks(context, webhookSecret))
  return {
    async close() {
      context.jobEvents.close()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}
