import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../context.ts'
import { describeApi } from './describe-api.ts'
import { jsonResponseOf } from './json-response.ts'
import { publicEndpoint } from './middleware/authenticate.ts'

/** Adds the API description at `GET /openapi.json`, which is generated once. */
export function addDescription(app: OpenAPIHono<AppEnv>): void {
  let description: object | undefined
  app.get('/openapi.json', publicEndpoint, (c) => {
    description ??= describeApi(app)
    return jsonResponseOf({ ...description, servers: [{ url: new URL(c.req.url).origin }] })
  })
}
