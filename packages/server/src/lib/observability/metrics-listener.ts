import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PrometheusMetrics } from './prometheus-metrics.ts'

/** Where metrics are served. */
export interface MetricsAddress {
  /** 0 takes a free one. */
  readonly port: number
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
}

/** Serves metrics on a port of their own, which callers of the API have no way to. */
export interface MetricsListener {
  /** Such as `http://127.0.0.1:9464/metrics`. */
  readonly url: string
  close(): Promise<void>
}

/** @throws The system's error when it cannot listen. */
export async function listenForMetrics(
  metrics: PrometheusMetrics,
  { port, host = '127.0.0.1' }: MetricsAddress,
): Promise<MetricsListener> {
  const server = createMetricsServer(metrics)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { address, family, port: actualPort } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actualPort}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function createMetricsServer(metrics: PrometheusMetrics): Server {
  return createServer(async ({ method, url }, response) => {
    if (method !== 'GET' || url !== '/metrics') return response.writeHead(404).end()
    try {
      const text = await metrics.render()
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text)
    } catch {
      // A gauge that asks the store fails with it.
      response.writeHead(503).end()
    }
  })
}
