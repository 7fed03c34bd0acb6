import { EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import type { ModerationEngine, ModerationResult } from '../moderation-engine.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamModerationEngine}. */
export type UpstreamModerationEngineOptions = UpstreamOptions

/** Categories of OpenAI's moderation API. An upstream may report others. */
const knownCategories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
]

/** Creates a moderation engine that forwards texts to any server with an OpenAI-compatible `/moderations`. */
export function createUpstreamModerationEngine(options: UpstreamModerationEngineOptions): ModerationEngine {
  const client = new UpstreamClient(options)
  return {
    info: {
      name: 'upstream-moderation',
      kind: 'upstream',
      description: `Forwards to the moderation model served at ${client.host}`,
    },
    categories: knownCategories,
    async moderateTexts(texts, { signal } = {}) {
      if (texts.length === 0) return []
      const body = { input: texts, ...(options.model === undefined ? {} : { model: options.model }) }
      const answer = await client.sendForJson({ path: '/moderations', body, signal })
      const rows: unknown[] = isRecord(answer) && Array.isArray(answer.results) ? answer.results : []
      const results = rows.map(readResult)
      // A missing result must not count as harmless.
      if (results.length === texts.length && results.every((result) => result !== undefined)) return results
      throw new EngineUnavailableError(
        `The upstream at ${client.host} gave ${rows.length} moderation results for ${texts.length} texts`,
      )
    },
    close: async () => client.close(),
  }
}

function readResult(row: unknown): ModerationResult | undefined {
  if (!isRecord(row) || typeof row.flagged !== 'boolean') return undefined
  const given = isRecord(row.category_scores) ? Object.entries(row.category_scores) : []
  const scores = Object.fromEntries(given.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
  const marked = isRecord(row.categories) ? Object.entries(row.categories).filter(([, isSet]) => isSet === true) : []
  const [category] = marked.map(([name]) => name).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  return { isFlagged: row.flagged, category: row.flagged ? (category ?? 'other') : undefined, scores }
}
