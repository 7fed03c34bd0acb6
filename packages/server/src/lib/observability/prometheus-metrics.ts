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
    help: 'Time until the head of an answer',
    labelNames: ['method', 'route', 'status'],
    buckets: secondBuckets,
    registers,
  })
  const requestsInFlight = new Gauge({
    name: 'mira_http_requests_in_flight',
    help: 'Requests whose answer is not out yet, open streams among them',
    registers,
  })
  const calls = new Histogram({
    name: 'mira_engine_call_duration_seconds',
    help: 'Time of an engine for one call, its wait for a free worker included',
    labelNames: ['capability', 'operation', 'outcome'],
    buckets: secondBuckets,
    registers,
  })
  const callsInFlight = new Gauge({
    name: 'mira_engine_calls_in_flight',
    help: 'Calls that an engine works on or that wait for it',
    labelNames: ['capability', 'operation'],
    registers,
  })
  const queries = new Histogram({
    name: 'mira_store_query_duration_seconds',
    help: 'Time of one statement in the database',
    labelNames: ['outcome'],
    buckets: queryBuckets,
    registers,
  })
  const charges = new Counter({ name: 'mira_ledger_charges_total', help: 'Charges written to ledgers', registers })
  const chargedKopecks = new Counter({
    name: 'mira_ledger_charged_kopecks_total',
    help: 'Whole kopecks that these charges took',
    registers,
  })

  return {
    contentType: register.contentType,
    render: () => register.metrics(),
    observe: (sources) => addSourcedGauges(registers, sources),
    requestStarted: () => requestsInFlight.inc(),
    requestEnded: () => requestsInFlight.dec(),
    requestAnswered: ({ seconds, ...labels }) => requests.observe(labels, seconds),
    engineCallStarted: (call) => callsInFlight.inc({ ...call }),
    engineCallEnded(call, outcome, seconds) {
      callsInFlight.dec({ ...call })
      calls.observe({ ...call, outcome }, seconds)
    },
    storeQueried: (seconds, isError) => queries.observe({ outcome: isError ? 'failed' : 'completed' }, seconds),
    charged(kopecks) {
      charges.inc()
      chargedKopecks.inc(kopecks)
    },
  }
}

function addSourcedGauges(registers: Registry[], sources: MetricSources): void {
  new Gauge({
    name: 'mira_streams_open',
    help: 'Streams and sessions that are open in this process',
    registers,
    collect() {
      this.set(sources.openStreams())
    },
  })
  new Gauge({
    name: 'mira_draining',
    help: '1 while the server finishes what it has and refuses to be ready',
    registers,
    collect() {
      this.set(sources.isDraining() ? 1 : 0)
    },
  })
  new Gauge({
    name: 'mira_jobs_open',
    help: 'Jobs of all servers on the store that have not ended, by status',
    labelNames: ['status'],
    registers,
    async collect() {
      this.reset()
      for (const [status, count] of Object.entries(await sources.openJobs())) this.set({ status }, count)
    },
  })
}
