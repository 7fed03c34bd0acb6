import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { controlPath } from '../../control-path.ts'
import { jsonResponseOf } from '../../http/json-response.ts'
import { errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { AddFixturesSchema, ResetSchema } from '../control-schemas.ts'
import type { BookFixture } from '../fixture-book.ts'
import { type ControlParts, controlPost, controlRoute } from './control-route.ts'

const FixtureEntrySchema = z
  .object({ id: z.string(), name: z.string(), match: z.unknown().optional() })
  .openapi('FixtureEntry')
const FixtureListSchema = z.object({ data: z.array(FixtureEntrySchema) }).openapi('FixtureList')

/** Adds the routes of fixtures. */
export function addFixtureRoutes(app: OpenAPIHono<AppEnv>, { emulator }: ControlParts): void {
  const list = controlRoute('get', 'fixtures', {
    summary: 'List the fixtures that the calls of a test can match, in order',
    query: ResetSchema,
    result: FixtureListSchema,
  })
  app.openapi(list, (c) => jsonResponseOf({ data: emulator.book.list(c.req.valid('query').testId).map(toEntry) }))

  const add = controlPost('fixtures', {
    summary: 'Add fixtures for one test or for all; they come before those added earlier',
    body: AddFixturesSchema,
    result: FixtureListSchema,
  })
  app.openapi(add, (c) => {
    const { fixtures, testId } = c.req.valid('json')
    return jsonResponseOf({ data: emulator.book.add(fixtures, testId).map(toEntry) })
  })

  const clear = controlRoute('delete', 'fixtures', {
    summary: 'Remove the fixtures that were added for one test, or all that were added',
    query: ResetSchema,
    result: FixtureListSchema,
  })
  app.openapi(clear, (c) => {
    emulator.book.clear(c.req.valid('query').testId)
    return jsonResponseOf({ data: [] })
  })

  const remove = createRoute({
    method: 'delete',
    path: `${controlPath}fixtures/{id}`,
    summary: 'Remove an added fixture',
    tags: ['control'],
    security: [{ control: [] }],
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: jsonResponse(z.object({ id: z.string() }), 'Removed'), ...errorResponses(401, 403, 404) },
  })
  app.openapi(remove, (c) => {
    const { id } = c.req.valid('param')
    if (!emulator.book.remove(id)) throw new ApiError(404, `No added fixture has the id ${JSON.stringify(id)}`)
    return jsonResponseOf({ id })
  })
}

function toEntry({ id, name }: BookFixture) {
  return { id, name }
}
