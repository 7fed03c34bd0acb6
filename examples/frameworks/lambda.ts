// AWS Lambda behind a function URL whose invoke mode is RESPONSE_STREAM.
import { Hono } from 'hono'
import { streamHandle } from 'hono/aws-lambda'
import { handler as proxy } from './mira.ts'

export const handler: ReturnType<typeof streamHandle> = streamHandle(
  new Hono().all('/api/mira/*', (c) => proxy(c.req.raw)),
)
