import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import { createProxyHandler } from './create-proxy-handler.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { createUpgradeHandler } from './node/create-upgrade-handler.ts'
import { toNodeHandler } from './node/to-node-handler.ts'
import type { ProxyOptions } from './proxy-options.ts'

/** API key of the proxy. */
export const apiKey = 'sk-mira-00000000000000000000000000000000000000cc'
/** All endpoints of the API. */
export const everything: readonly Endpoint[] = Object.values(endpoints).flat()

/** A server of an application, with the proxy mounted at `/api/mira`. */
export interface Host extends AsyncDisposable {
  readonly url: string
}

/** Servers in which the handler can be mounted. */
export const hosts = {
  'node:http': (options) => createServer(toNodeHandler(createProxyHandler(options))),
  express: (options) => createServer(express().use('/api/mira', toNodeHandler(createProxyHandler(options)))),
  hono: (options) => {
    const handler = createProxyHandler(options)
    const app = new Hono().all('/api/mira/*', (c) => handler(c.req.raw))
    return createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  },
} as const satisfies Record<string, (options: ProxyOptions) => Server>

/** Starts a host that identifies visitors by a header, instead of a session. */
export async function startHost(
  baseUrl: string,
  options: Partial<ProxyOptions> = {},
  create: (options: ProxyOptions) => Server = hosts['node:http'],
): Promise<Host> {
  const complete: ProxyOptions = {
    authorize: (request) => request.headers.get('visitor') ?? 'somebody',
    allow: everything,
    apiKey,
    baseUrl,
    ...options,
  }
  const server = create(complete)
  const upgrade = createUpgradeHandler(complete)
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
