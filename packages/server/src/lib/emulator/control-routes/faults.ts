import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv } from '../../context.ts'
import { jsonResponseOf } from '../../http/json-response.ts'
import { AddFaultsSchema, FaultRuleSchema, ResetSchema } from '../control-schemas.ts'
import type { BookFault } from '../fault-book.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { type ControlParts, controlPost, controlRoute } from './control-route.ts'

const FaultListSchema = z.object({ data: z.array(FaultRuleSchema.extend({ id: z.string() })) }).openapi('FaultList')

/** Adds the routes of faults. */
export function addFaultRoutes(app: OpenAPIHono<AppEnv>, { emulator }: ControlParts): void {
  const list = controlRoute('get', 'faults', {
    summary: 'List the faults that the requests of a test can meet, in order',
    query: ResetSchema,
    result: FaultListSchema,
  })
  app.openapi(list, (c) => jsonResponseOf({ data: emulator.faults.list(c.req.valid('query').testId).map(toEntry) }))

  const add = controlPost('faults', {
    summary: 'Add faults for the requests of one test or of all',
    body: AddFaultsSchema,
    result: FaultListSchema,
  })
  app.openapi(add, (c) => {
    const { faults, testId } = c.req.valid('json')
    return jsonResponseOf({ data: emulator.faults.add(faults, testId).map(toEntry) })
  })

  const remove = controlRoute('delete', 'faults', {
    summary: 'Remove the faults of one test, or all',
    query: ResetSchema,
    result: FaultListSchema,
  })
  app.openapi(remove, (c) => {
    emulator.faults.reset(c.req.valid('query').testId)
    return jsonResponseOf({ data: [] })
  })
}

function toEntry({ match, ...rule }: BookFault) {
  if (match === undefined) return rule as z.infer<typeof FaultListSchema>['data'][number]
  const key = match.key === undefined ? {} : { key: maskSecrets(match.key) }
  return { ...rule, match: { ...match, ...key } } as z.infer<typeof FaultListSchema>['data'][number]
}
