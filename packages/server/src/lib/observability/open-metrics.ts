import type { ServerContext } from '../context.ts'
import { listenForMetrics, type MetricsAddress, type MetricsListener } from './metrics-listener.ts'
import type { PrometheusMetrics } from './prometheus-metrics.ts'

/** Metrics of a process; loaded only where they are kept. */
export async function openMetrics(address: MetricsAddress | undefined): Promise<PrometheusMetrics | undefined> {
  if (address === undefined) return undefined
  const { createPrometheusMetrics } = await import('./prometheus-metrics.ts')
  return createPrometheusMetrics()
}

/** Serves them, with what is read from the services when somebody asks. */
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
