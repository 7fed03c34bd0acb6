import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { ServerContext } from '../context.ts'
import { checkUrl } from '../fetching/fetch-public.ts'
import { lookupPublic } from '../fetching/public-lookup.ts'
import type { WebhookRecord } from '../store/job-records.ts'
import { version } from '../version.ts'
import { signWebhook } from './sign-webhook.ts'

/** Webhook to send, with its signing secret. */
export interface WebhookAttempt extends Pick<WebhookRecord, 'id' | 'url' | 'payload'> {
  readonly secret: string
  readonly signal: AbortSignal
}

/**
 * Sends a webhook to a public address. Redirects are not followed.
 *
 * @returns The HTTP status of the response.
 */
export async function sendWebhook(
  { fetchPolicy, now }: Pick<ServerContext, 'fetchPolicy' | 'now'>,
  { id, url, payload, secret, signal }: WebhookAttempt,
): Promise<number> {
  const address = new URL(url)
  checkUrl(address, fetchPolicy, 'webhook_url')
  const request = address.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = fetchPolicy.allowPrivate ? {} : { lookup: lookupPublic }
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(payload)),
    'user-agent': `mira-server/${version}`,
    ...signWebhook(secret, { id, payload, at: now() }),
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // Without an agent, connections are not reused, so the address of each one is checked.
    request(address, { ...lookup, method: 'POST', headers, signal, agent: false }, resolve)
      .on('error', reject)
      .end(payload)
  })
  response.destroy()
  return response.statusCode ?? 0
}
