import type { RequestEvent } from '@mira/core'
import { isForeignToPage } from '@mira/core/internal'
import { type Context, propagation } from '@opentelemetry/api'
import { openChannel } from './channels.ts'

/**
 * Adds the trace context to an attempt: the headers of the global propagator, except for `baggage`, which may contain
 * data that is not meant for the API. Core adds them to requests to the API's own origin only.
 */
export function propagate({ addHeader, url }: RequestEvent, context: Context): void {
  // Of a page, the header would trigger a preflight request, which the server may refuse.
  if (isForeignToPage(new URL(url).origin)) return
  // An instrumentation of `fetch` adds its own header; servers reject two.
  if (openChannel('undici:request:create')?.hasSubscribers) return
  const carrier: Record<string, string> = {}
  propagation.inject(context, carrier)
  for (const [name, value] of Object.entries(carrier)) {
    if (name.toLowerCase() !== 'baggage') addHeader(name.toLowerCase(), value)
  }
}
