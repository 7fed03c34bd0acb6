import type { ServerContext } from '../context.ts'
import { listenForMetrics, type MetricsAddress, type MetricsListener } from './metrics-listener.ts'
import type { PrometheusMetrics } from './prometheus-metrics.ts'

/** Creates the metrics of a process if an address is set. The Prometheus client is loaded only then. */
export async function openMetrics(address: MetricsAddress | undefined): Promise<PrometheusMetrics | undefined> {
  if (address === undefined) return undefined
  const { createPrometheusMetrics } = await import('./prometheus-metrics.ts')
  return createPrometheusMetrics()
}

/** Serves metrics, including gauges that are read from the services on each scrape. */
export function serveMetrics(
  metrics: PrometheusMetrics,
  { streamSlots, store, drain }: Pick<ServerContext, 'drain' | 'store' | 'streamSlots'>,
  address: MetricsAddress,
): Promise<MetricsListener> {
  metrics.observe({
    openStreams: () => streamSlots.count(),
    openJobs: () => store.jobs.countOpenByStatus(),
    isDraining: () => drain.isDraining,
  })
  return listenForMetrics(metrics, address)
}
