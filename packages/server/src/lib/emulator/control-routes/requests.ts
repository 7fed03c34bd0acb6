import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { jsonResponseOf } from '../../http/json-response.ts'
import { JournalQuerySchema, WaitSchema } from '../control-schemas.ts'
import type { JournalEntry } from '../journal.ts'
import { type ControlParts, controlPost, controlRoute } from './control-route.ts'

const EntrySchema = z.custom<JournalEntry>().openapi('JournalEntry', {
  type: 'object',
  description: 'Request and its answer; secrets are masked',
})
const PageSchema = z.object({ data: z.array(EntrySchema), hasMore: z.boolean() }).openapi('JournalPage')

/** Adds the routes of the journal. */
export function addRequestRoutes(app: OpenAPIHono<AppEnv>, { emulator }: ControlParts): void {
  const list = controlRoute('get', 'requests', {
    summary: 'List recorded requests, oldest first',
    query: JournalQuerySchema,
    result: PageSchema,
  })
  app.openapi(list, (c) => {
    const { limit, after, ...filter } = c.req.valid('query')
    const entries = emulator.journal.list(filter)
    const start = after === undefined ? 0 : entries.findIndex(({ id }) => id === after) + 1
    const data = entries.slice(start, start + limit)
    return jsonResponseOf({ data, hasMore: start + data.length < entries.length })
  })

  const wait = controlPost('requests/wait', {
    summary: 'Wait until a number of requests match a filter',
    body: WaitSchema,
    result: PageSchema,
  })
  app.openapi(wait, async (c) => {
    const { count, timeoutMs, ...filter } = c.req.valid('json')
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = AbortSignal.any([timeout, c.req.raw.signal])
    const data = await emulator.journal.waitFor(filter, count, signal).catch((error: unknown) => {
      if (!timeout.aborted) throw error
      const found = emulator.journal.list(filter).length
      throw new ApiError(408, `${found} of ${count} requests matched ${JSON.stringify(filter)} in ${timeoutMs} ms`)
    })
    return jsonResponseOf({ data, hasMore: false })
  })
}
