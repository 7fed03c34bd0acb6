import { serve } from '@hono/node-server'
import { createProxyHandler } from '@mira/proxy'
import { Hono } from 'hono'
import { options } from './mira.ts'

const handler = createProxyHandler(options)
const app = new Hono().all('/api/mira/*', (c) => handler(c.req.raw))

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3_000) }, ({ port }) => console.log(`listening on ${port}`))
