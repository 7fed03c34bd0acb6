import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PrometheusMetrics } from './prometheus-metrics.ts'

/** Address of the metrics endpoint. */
export interface MetricsAddress {
  /** Port to listen on; 0 picks a free port. */
  readonly port: number
  /** Address to listen on. Defaults to `127.0.0.1`. */
  readonly host?: string | undefined
}

/** Listener that serves metrics on a separate port, out of reach of API callers. */
export interface MetricsListener {
  /** URL of the metrics, such as `http://127.0.0.1:9464/metrics`. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves metrics at `/metrics`.
 *
 * @throws The system error when it cannot listen.
 */
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
      // A gauge that queries the store fails if the store does.
      response.writeHead(503).end()
    }
  })
}
