import { createHmac } from 'node:crypto'
import { readWebhookSecret } from './job-options.ts'

/** Webhook to sign. */
export interface OutgoingWebhook {
  readonly id: string
  readonly payload: string
  /** Time of sending, in milliseconds since 1970. */
  readonly at: number
}

/**
 * Returns the headers that authenticate a webhook.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(secret: string, { id, payload, at }: OutgoingWebhook): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000))
  const key = readWebhookSecret(secret)
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
