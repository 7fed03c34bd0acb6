import { createProxyHandler } from '@mira/proxy'
import { createUpgradeHandler, toNodeHandler } from '@mira/proxy/node'
import express from 'express'
import { options } from './mira.ts'

const app = express()
app.use('/api/mira', toNodeHandler(createProxyHandler(options))) // before express.json(), which would read the body

const server = app.listen(Number(process.env.PORT ?? 3_000), () => console.log('listening on', server.address()))
server.on('upgrade', createUpgradeHandler(options)) // realtime WebSocket
