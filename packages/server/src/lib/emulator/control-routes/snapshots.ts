import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { AppEnv } from '../../context.ts'
import { controlPath } from '../../control-path.ts'
import { jsonResponseOf } from '../../http/json-response.ts'
import { errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { SnapshotNameSchema, SnapshotSchema, TestIdSchema } from '../control-schemas.ts'
import { type ControlParts, controlPost, controlRoute } from './control-route.ts'

const SnapshotListSchema = z.object({ data: z.array(SnapshotSchema) }).openapi('SnapshotList')

/** Adds the routes that save and restore the state. */
export function addSnapshotRoutes(app: OpenAPIHono<AppEnv>, { emulator, context }: ControlParts): void {
  const { snapshots } = emulator
  const list = controlRoute('get', 'snapshots', {
    summary: 'List the snapshots, oldest first',
    query: z.object({}),
    result: SnapshotListSchema,
  })
  app.openapi(list, () => jsonResponseOf({ data: snapshots.list() }))

  const save = controlPost('snapshots', {
    summary:
      'Save fixtures, faults, occurrences, requests, seeded keys and balances, and the clock, of one test or of all',
    body: z.strictObject({ name: SnapshotNameSchema, testId: TestIdSchema.optional() }),
    result: SnapshotSchema,
  })
  app.openapi(save, async (c) => {
    const { name, testId } = c.req.valid('json')
    return jsonResponseOf(await snapshots.save(context, name, testId))
  })

  const restore = controlPost('snapshots/restore', {
    summary: 'Restore a snapshot; it can be restored again',
    body: z.strictObject({ name: SnapshotNameSchema }),
    result: SnapshotSchema,
  })
  app.openapi(restore, async (c) => jsonResponseOf(await snapshots.restore(c.req.valid('json').name)))

  const remove = createRoute({
    method: 'delete',
    path: `${controlPath}snapshots/{name}`,
    summary: 'Remove a snapshot',
    tags: ['control'],
    security: [{ control: [] }],
    request: { params: z.object({ name: z.string() }) },
    responses: { 200: jsonResponse(z.object({ name: z.string() }), 'Removed'), ...errorResponses(401, 403, 404) },
  })
  app.openapi(remove, (c) => {
    const { name } = c.req.valid('param')
    snapshots.delete(name)
    return jsonResponseOf({ name })
  })
}
