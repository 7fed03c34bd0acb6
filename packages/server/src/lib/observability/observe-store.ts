import { SpanKind, trace } from '@opentelemetry/api'
import type { LogEvent } from 'kysely'
import type { Store } from '../store/store.ts'
import type { ServerMetrics } from './server-metrics.ts'
import { getTracer, recordFailure } from './tracer.ts'

/** Called after every database statement. */
export type QueryLog = (event: LogEvent) => void

/** Creates a query log that measures statements and, in a recorded trace, creates a span for each. */
export function createQueryLog(metrics: ServerMetrics, system: 'sqlite' | 'postgresql'): QueryLog {
  return (event) => {
    const { level, query, queryDurationMillis } = event
    metrics.storeQueried(queryDurationMillis / 1_000, level === 'error')
    if (trace.getActiveSpan()?.isRecording() !== true) return
    // Values are bound parameters, so the statement text contains none.
    const [operation] = query.sql.split(' ', 1)
    const attributes = { 'db.system.name': system, 'db.operation.name': operation, 'db.query.text': query.sql }
    const startTime = Date.now() - queryDurationMillis
    const span = getTracer().startSpan(`${operation} ${system}`, { kind: SpanKind.CLIENT, attributes, startTime })
    if (event.level === 'error') recordFailure(span, event.error)
    span.end()
  }
}

/** Counts charges after their transaction has been committed. */
export function observeCharges(store: Store, metrics: ServerMetrics): Store {
  return {
    ...store,
    async transaction(work) {
      const charges: number[] = []
      const result = await store.transaction((inner) => work({ ...inner, ledger: noteCharges(inner.ledger, charges) }))
      for (const kopecks of charges) metrics.charged(kopecks)
      return result
    },
  }
}

function noteCharges(ledger: Store['ledger'], charges: number[]): Store['ledger'] {
  return {
    ...ledger,
    async append(...lines) {
      await ledger.append(...lines)
      for (const { type, amountKopecks } of lines) if (type === 'charge') charges.push(0 - amountKopecks)
    },
  }
}
