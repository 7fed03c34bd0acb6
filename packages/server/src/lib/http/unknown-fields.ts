import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { AppEnv, ServerContext } from '../context.ts'

/** Fields of other APIs, or of newer versions, that programs send and that change nothing here. */
const ignoredFields = new Set([
  'audio',
  'frequency_penalty',
  'input_fidelity',
  'logit_bias',
  'max_tool_calls',
  'metadata',
  'min_p',
  'moderation',
  'prediction',
  'presence_penalty',
  'prompt_cache_key',
  'prompt_cache_retention',
  'reasoning_effort',
  'repetition_penalty',
  'safety_identifier',
  'service_tier',
  'store',
  'style',
  'top_k',
  'truncation',
  'user',
  'verbosity',
  'web_search_options',
])

/** Options of {@link createFieldCheck}. */
export interface FieldCheckOptions {
  /** Whether an unknown field is rejected with 422 instead of reported in a header. */
  readonly isStrict: boolean
  readonly logger: ServerContext['logger']
}

/** Header that names the unknown fields of a request. */
export const unknownFieldsHeader = 'x-mira-unknown-fields'

/** Maximum unknown fields to report. */
const maxReported = 5

/** Longest name that is compared with the known ones; comparing takes time quadratic in the length. */
const maxNameLength = 40

/**
 * Creates a check that reports fields unknown to the endpoint, with the nearest known one: most are misspelled, and have
 * no effect.
 */
export function createFieldCheck(app: OpenAPIHono<AppEnv>, { isStrict, logger }: FieldCheckOptions) {
  let fields: Map<string, readonly string[]> | undefined
  return (c: Context<AppEnv>, body: unknown): void => {
    if (typeof body !== 'object' || body === null) return
    fields ??= listFields(app)
    const known = fields.get(`${c.req.method} ${routePath(c, -1)}`)
    if (known === undefined) return
    // A field without a value has no effect anywhere.
    const unknown = Object.entries(body)
      .filter(([name, value]) => value !== null && !known.includes(name) && !ignoredFields.has(name))
      .map(([name]) => name)
    if (unknown.length === 0) return
    const reports = unknown.slice(0, maxReported).map((name) => describe(name, known))
    if (isStrict) throw new ApiError(422, reports.join('; '), { param: unknown[0] })
    c.set('unknownFields', reports.join('; ').replace(/[^\x20-\x7e]/g, '?'))
    logger.warn({ requestId: c.get('requestId'), path: c.req.path, unknown: reports }, 'unknown fields in a request')
  }
}

/** Lists the body fields of each JSON endpoint by its method and path. */
function listFields(app: OpenAPIHono<AppEnv>): Map<string, readonly string[]> {
  const fields = new Map<string, readonly string[]>()
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { method, path, request } = definition.route
    const content = request?.body?.content['application/json']
    if (content === undefined || !('schema' in content) || !(content.schema instanceof z.ZodObject)) continue
    fields.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, Object.keys(content.schema.shape))
  }
  return fields
}

function describe(name: string, known: readonly string[]): string {
  const shown = name.slice(0, maxNameLength)
  const nearest = findNearest(shown, known)
  return nearest === undefined ? `${shown}: unknown field` : `${shown}: unknown field; did you mean ${nearest}?`
}

/** Returns the known name with the fewest edits, if they are few for its length. */
function findNearest(name: string, known: readonly string[]): string | undefined {
  const plain = toPlain(name)
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: countEdits(plain, toPlain(candidate)) }))
    .sort((a, b) => a.edits - b.edits)
  if (nearest === undefined) return undefined
  return nearest.edits <= Math.max(1, Math.floor(nearest.candidate.length / 4)) ? nearest.candidate : undefined
}

/** Removes differences of style, as between `maxTokens` and `max_tokens`. */
function toPlain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '')
}

/** Counts the insertions, deletions and replacements between two names: their Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (character === b[j] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
