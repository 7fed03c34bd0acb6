import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ServerMetrics } from './server-metrics.ts'

/** Sources of values that are read on each scrape. */
export interface MetricSources {
  /** Returns the number of open streams. */
  openStreams(): number
  /** Returns the number of unfinished jobs by status. */
  openJobs(): Promise<Readonly<Record<string, number>>>
  /** Returns whether the server is draining. */
  isDraining(): boolean
}

/** Metrics in the Prometheus text format. */
export interface PrometheusMetrics extends ServerMetrics {
  readonly contentType: string
  /** Sets the sources of gauges. */
  observe(sources: MetricSources): void
  /** Returns the current values in the Prometheus text format. */
  render(): Promise<string>
}

/** Histogram buckets from a quick lookup to a slow model, in seconds. */
const secondBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]
const queryBuckets = [0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5]

/** Creates the metrics of a server, including those of the process (memory, event loop, garbage collection). */
export function createPrometheusMetrics(): PrometheusMetrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const requests = new Histogram({
    name: 'mira_http_request_duration_seconds',
    help: 'Time until the response headers',
    labelNames: ['method', 'route', 'status'],
    buckets: secondBuckets,
    registers,
  })
  const requestsInFlight = new Gauge({
    name: 'mira_http_requests_in_flight',
    help: 'Requests in progress, including open streams',
    registers,
  })
  const calls = new Histogram({
    name: 'mira_engine_call_duration_seconds',
    help: 'Duration of engine calls, including the wait for a free worker',
    labelNames: ['capability', 'operation', 'outcome'],
    buckets: secondBuckets,
    registers,
  })
  const callsInFlight = new Gauge({
    name: 'mira_engine_calls_in_flight',
    help: 'Engine calls that are running or queued',
    labelNames: ['capability', 'operation'],
    registers,
  })
  const queries = new Histogram({
    name: 'mira_store_query_duration_seconds',
    help: 'Duration of database statements',
    labelNames: ['outcome'],
    buckets: queryBuckets,
    registers,
  })
  return {
    contentType: register.contentType,
    render: () => register.metrics(),
    observe: (sources) => addSourcedGauges(registers, sources),
    requestStarted: () => requestsInFlight.inc(),
    requestEnded: () => requestsInFlight.dec(),
    responseStarted: ({ seconds, ...labels }) => requests.observe(labels, seconds),
    engineCallStarted: (call) => callsInFlight.inc({ ...call }),
    engineCallEnded(call, outcome, seconds) {
      callsInFlight.dec({ ...call })
      calls.observe({ ...call, outcome }, seconds)
    },
    storeQueried: (seconds, isError) => queries.observe({ outcome: isError ? 'failed' : 'completed' }, seconds),
    charged: createChargeCounter(registers),
  }
}

function createChargeCounter(registers: Registry[]): ServerMetrics['charged'] {
  const charges = new Counter({ name: 'mira_ledger_charges_total', help: 'Charges written to ledgers', registers })
  const chargedKopecks = new Counter({
    name: 'mira_ledger_charged_kopecks_total',
    help: 'Kopecks deducted by these charges',
    registers,
  })
  return (kopecks) => {
    charges.inc()
    chargedKopecks.inc(kopecks)
  }
}

function addSourcedGauges(registers: Registry[], sources: MetricSources): void {
  new Gauge({
    name: 'mira_streams_open',
    help: 'Open streams and sessions of this process',
    registers,
    collect() {
      this.set(sources.openStreams())
    },
  })
  new Gauge({
    name: 'mira_draining',
    help: '1 while the server is draining, else 0',
    registers,
    collect() {
      this.set(sources.isDraining() ? 1 : 0)
    },
  })
  new Gauge({
    name: 'mira_jobs_open',
    help: 'Unfinished jobs of all servers on the store, by status',
    labelNames: ['status'],
    registers,
    async collect() {
      this.reset()
      for (const [status, count] of Object.entries(await sources.openJobs())) this.set({ status }, count)
    },
  })
}
