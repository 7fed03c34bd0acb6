import type { RequestEvent } from '@mira/core'
import { isForeignToPage } from '@mira/core/internal'
import { type Context, propagation } from '@opentelemetry/api'
import { openChannel } from './channels.ts'

/**
 * Adds the trace context to an attempt: the headers of the global propagator, except for `baggage`, which may contain
 * data that is not meant for the API. Requests to another origin have none, and headers of the caller take precedence.
 */
export function propagate({ sending, url, origin }: RequestEvent, context: Context): void {
  if (new URL(url).origin !== origin) return
  // Of a page, the header would trigger a preflight request, which the server may refuse.
  if (isForeignToPage(origin)) return
  // An instrumentation of `fetch` adds its own header; servers reject two.
  if (openChannel('undici:request:create')?.hasSubscribers) return
  const carrier: Record<string, string> = {}
  propagation.inject(context, carrier)
  const own = Object.entries(carrier).map(([name, value]) => [name.toLowerCase(), value] as const)
  sending.headers = { ...Object.fromEntries(own.filter(([name]) => name !== 'baggage')), ...sending.headers }
}
