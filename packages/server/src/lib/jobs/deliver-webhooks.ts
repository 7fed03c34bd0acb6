import type { ServerContext } from '../context.ts'
import type { WebhookRecord } from '../store/job-records.ts'
import { sendWebhook } from './send-webhook.ts'
import { type QueueServer, serveQueue } from './serve-queue.ts'

const minuteMs = 60_000
/** Delays after failed attempts, in milliseconds; a webhook is dropped when the attempt after the last delay fails. */
const retryDelaysMs = [5_000, 30_000, 2 * minuteMs, 10 * minuteMs, 60 * minuteMs, 360 * minuteMs, 1_440 * minuteMs]
/** Timeout of one attempt, in milliseconds. */
const timeoutMs = 15_000
/** Lease on a webhook during an attempt, in milliseconds; after a crash, the next attempt is made once it expires. */
const leaseMs = 2 * timeoutMs

/**
 * Delivers queued webhooks until closed, each at least once and always under the same id.
 *
 * @param secret - Secret that signs the webhooks: `whsec_` followed by base64.
 */
export function deliverWebhooks(
  context: Pick<ServerContext, 'fetchPolicy' | 'jobEvents' | 'logger' | 'now' | 'store'>,
  secret: string,
): QueueServer {
  const { store, jobEvents, logger, now } = context
  return serveQueue<WebhookRecord>({
    concurrency: 8,
    claim: () => store.webhooks.claim(now() + leaseMs, now()),
    work: (webhook, stopped) => deliver(context, { ...webhook, secret }, stopped),
    jobEvents,
    logger,
  })
}

async function deliver(
  context: Pick<ServerContext, 'fetchPolicy' | 'logger' | 'now' | 'store'>,
  webhook: WebhookRecord & { readonly secret: string },
  stopped: AbortSignal,
): Promise<void> {
  const { store, logger, now } = context
  const { id, jobId, attempts } = webhook
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)])
  const status = await sendWebhook(context, { ...webhook, signal }).catch((err) => {
    logger.warn({ webhookId: id, jobId, attempt: attempts, err }, 'webhook delivery failed')
    return undefined
  })
  if (status !== undefined && status < 300) return store.webhooks.remove(id)
  if (stopped.aborted) return store.webhooks.defer(id, now())
  const delayMs = retryDelaysMs[attempts - 1]
  // 410 Gone: the receiver rejects any further webhooks (Standard Webhooks, "Endpoint disabled").
  if (delayMs !== undefined && status !== 410) return store.webhooks.defer(id, now() + delayMs)
  logger.error({ webhookId: id, jobId, attempt: attempts, status }, 'webhook dropped after its last attempt')
  await store.webhooks.remove(id)
}
