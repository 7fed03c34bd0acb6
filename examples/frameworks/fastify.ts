import { toNodeHandler } from '@mira/proxy/node'
import Fastify from 'fastify'
import { handler } from './mira.ts'

const forward = toNodeHandler(handler)
const app = Fastify()

await app.register(async (scope) => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _body, done) => done(null)) // the proxy reads the body itself
  scope.all('/api/mira/*', (request, reply) => {
    reply.hijack() // the proxy answers, and streams
    return forward(request.raw, reply.raw)
  })
})

await app.listen({ port: Number(process.env.PORT ?? 3_000) })
console.log('listening on', app.server.address())
