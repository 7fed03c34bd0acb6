import { createProxyHandler } from '@mira/proxy'
import { options } from './mira.ts'

declare const Bun: { serve(options: { port: number; fetch(request: Request): Promise<Response> }): { port: number } }

const server = Bun.serve({ port: Number(process.env.PORT ?? 3_000), fetch: createProxyHandler(options) })
console.log(`listening on ${server.port}`)
