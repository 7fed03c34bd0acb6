import { expectTypeOf } from 'vitest'
import type { RecordedRequest } from './recorded-request.ts'
import type { Reply } from './reply.ts'
import { startTestServer } from './start-test-server.ts'
import type { ScriptedSocket } from './websocket/scripted-socket.ts'

const id: string = 'x'
const replies: Reply[] = []

// The key determines the parameter type of a function.
await startTestServer({
  'POST /v1/images': (request) => {
    expectTypeOf(request).toEqualTypeOf<RecordedRequest>()
    return { json: request.json() }
  },
  'GET /v1/models': [(request) => ({ text: request.path }), { status: 500 }],
  'WS /v1/realtime': (socket) => {
    expectTypeOf(socket).toEqualTypeOf<ScriptedSocket>()
  },
})

// Computed keys and lists built elsewhere need no annotation.
await startTestServer({ [`GET /v1/video/${id}`]: replies.map((reply) => ({ json: reply })), 'GET /x': replies })

// @ts-expect-error No such method.
await startTestServer({ 'GETT /x': {} })
// @ts-expect-error No such part of a reply.
await startTestServer({ 'GET /x': { jsn: 1 } })
// @ts-expect-error A step is not a reply.
await startTestServer({ 'GET /x': [{ expect: 'a' }] })
// @ts-expect-error A reply is not a WebSocket script.
await startTestServer({ 'WS /x': { json: 1 } })
