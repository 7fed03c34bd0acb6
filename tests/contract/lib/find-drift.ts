import { createClient, isMiraError } from '@mira/core'
import type { ApiDocument } from './api-document.ts'
import { checkExchange } from './check-exchange.ts'
import { type DriftCall, extendForDrift } from './drift-calls.ts'
import { type Exchange, recordExchanges } from './record-exchanges.ts'

/** Server whose answers are compared with the description. */
export interface ComparedServer {
  readonly baseUrl: string
  readonly apiKey: string
}

/** Differences of one call; secrets are masked. */
export interface Drift {
  readonly name: string
  readonly differences: readonly string[]
}

/** Makes the calls one after the other, and lists where the answers leave the description. */
export async function findDrift(
  { baseUrl, apiKey }: ComparedServer,
  api: ApiDocument,
  calls: readonly DriftCall[],
): Promise<Drift[]> {
  const recorder = recordExchanges()
  const mira = extendForDrift(createClient({ baseUrl, apiKey, fetch: recorder.fetch, retry: false }))
  const drifts: Drift[] = []
  for (const { name, run } of calls) {
    const failure = await run(mira).then(
      () => [],
      (error: unknown) => [`the call fails: ${describe(error)}`],
    )
    const differences = (await Promise.all(recorder.take().map((exchange) => compare(api, exchange)))).flat()
    drifts.push({ name, differences: [...new Set([...differences, ...failure])].map((text) => mask(text, apiKey)) })
  }
  return drifts
}

async function compare(api: ApiDocument, exchange: Exchange): Promise<string[]> {
  const place = `${exchange.operation} ${exchange.status}`
  try {
    return (await checkExchange(api, exchange)).map((problem) => `${place}: ${problem}`)
  } catch (error) {
    return [`${place}: ${exchange.mediaType || 'a body without a type'} cannot be read: ${describe(error)}`]
  }
}

const describe = (error: unknown): string =>
  isMiraError(error) ? `${error.code}: ${error.message}` : String(error).slice(0, 300)

/** Masks the key, other keys, e-mail addresses and identifiers, which a list that is pasted into an issue must not have. */
function mask(text: string, apiKey: string): string {
  return text
    .replaceAll(apiKey, '***')
    .replace(/\bsk-[\w-]{8,}/g, 'sk-***')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '***@***')
    .replace(/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '(uuid)')
}

/** Formats the differences as Markdown. */
export function formatDrift(drifts: readonly Drift[]): string {
  return drifts
    .map(({ name, differences }) =>
      differences.length === 0
        ? `- ${name}: as described`
        : [`- ${name}:`, ...differences.map((difference) => `  - ${difference}`)].join('\n'),
    )
    .join('\n')
}
