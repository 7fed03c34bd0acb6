import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noUsage, type Usage, usageFields } from './usage.ts'
import { usageOf } from './usage-of.ts'

const rows: readonly { name: string; result: unknown; expected: Partial<Usage> | undefined }[] = [
  {
    name: 'a completion',
    result: { choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } },
    expected: { promptTokens: 9, completionTokens: 3 },
  },
  {
    name: 'a completion with details',
    result: {
      usage: {
        ...{ prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 },
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    },
    expected: { promptTokens: 9, cachedTokens: 4, completionTokens: 5, reasoningTokens: 2 },
  },
  {
    name: 'reasoning in addition to the output',
    result: { usage: { prompt_tokens: 9, completion_tokens: 5, thinking_tokens: 7, total_tokens: 21 } },
    expected: { promptTokens: 9, completionTokens: 12, reasoningTokens: 7 },
  },
  {
    name: 'a response',
    result: {
      output: [],
      usage: {
        ...{ input_tokens: 8, output_tokens: 2, total_tokens: 10 },
        input_tokens_details: { cached_tokens: 8 },
        output_tokens_details: { reasoning_tokens: 1 },
      },
    },
    expected: { promptTokens: 8, cachedTokens: 8, completionTokens: 2, reasoningTokens: 1 },
  },
  {
    name: 'input read from and written to a cache',
    result: {
      usage: { input_tokens: 3, output_tokens: 1, cache_read_input_tokens: 5, cache_creation_input_tokens: 2 },
    },
    expected: { promptTokens: 10, cachedTokens: 5, completionTokens: 1 },
  },
  {
    name: 'a hit of a prompt cache',
    result: {
      usage: { prompt_tokens: 9, completion_tokens: 1, prompt_cache_hit_tokens: 6, prompt_cache_miss_tokens: 3 },
    },
    expected: { promptTokens: 9, cachedTokens: 6, completionTokens: 1 },
  },
  {
    name: 'embeddings',
    result: { data: [{ index: 0, embedding: new Float32Array(2) }], usage: { prompt_tokens: 4, total_tokens: 4 } },
    expected: { promptTokens: 4 },
  },
  { name: 'images', result: { created: 1, data: [{ url: 'a' }, { b64_json: 'b' }] }, expected: { images: 2 } },
  {
    name: 'images with tokens',
    result: { data: [{ b64_json: 'b' }], usage: { input_tokens: 5, output_tokens: 7, total_tokens: 12 } },
    expected: { images: 1, promptTokens: 5, completionTokens: 7 },
  },
  { name: 'a transcript', result: { text: 'Hi', duration: 1.2345 }, expected: { durationMs: 1_235 } },
  {
    name: 'a transcript whose usage is its duration',
    result: { text: 'Hi', usage: { type: 'duration', seconds: 0.5 } },
    expected: { durationMs: 500 },
  },
  {
    name: 'a transcript whose usage is tokens',
    result: { text: 'Hi', usage: { type: 'tokens', input_tokens: 14, output_tokens: 45, total_tokens: 59 } },
    expected: { promptTokens: 14, completionTokens: 45 },
  },
  { name: 'a located object', result: { found: false, boxes: [], raw: {} }, expected: { images: 1 } },
  {
    name: 'a job that succeeded',
    result: { id: 'j', kind: 'music', state: { status: 'succeeded', raw: { duration_seconds: 2.5 } } },
    expected: { jobs: 1, durationMs: 2_500 },
  },
  {
    name: 'a state in an envelope',
    result: { status: 'succeeded', raw: { job: { duration_seconds: 3 } } },
    expected: { jobs: 1, durationMs: 3_000 },
  },
  {
    name: 'a realtime response',
    result: {
      type: 'response.done',
      response: { usage: { input_tokens: 3, output_tokens: 4, input_token_details: { cached_tokens: 1 } } },
    },
    expected: { promptTokens: 3, cachedTokens: 1, completionTokens: 4 },
  },
  {
    name: 'a run with tools',
    result: {
      completion: { usage: { prompt_tokens: 1 } },
      rounds: 3,
      usage: { prompt_tokens: 6, completion_tokens: 2 },
    },
    expected: { calls: 3, promptTokens: 6, completionTokens: 2 },
  },
  {
    name: 'structured output',
    result: { data: [{ url: 'x' }], completion: { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } } },
    expected: { promptTokens: 1, completionTokens: 2 },
  },
  {
    name: 'a stream so far',
    result: { snapshot: { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } } },
    expected: { promptTokens: 1, completionTokens: 2 },
  },
  {
    name: 'only a total',
    result: { usage: { prompt_tokens: 2, total_tokens: 5 } },
    expected: { promptTokens: 2, completionTokens: 3 },
  },
  { name: 'a stream without usage', result: { snapshot: { choices: [] } }, expected: undefined },
  { name: 'a running job', result: { state: { status: 'running', raw: {} } }, expected: undefined },
  { name: 'null usage', result: { usage: null }, expected: undefined },
  {
    name: 'numbers that are no counts',
    result: { usage: { prompt_tokens: -1, completion_tokens: 0.5 } },
    expected: undefined,
  },
  {
    name: 'counts whose sum is no safe integer',
    result: { usage: { prompt_tokens: Number.MAX_SAFE_INTEGER, cache_read_input_tokens: 1 } },
    expected: undefined,
  },
  { name: 'text', result: 'usage', expected: undefined },
  { name: 'nothing', result: undefined, expected: undefined },
]

describe('usageOf', () => {
  it.each(rows)('reads $name', ({ result, expected }) => {
    expect(usageOf(result)).toEqual(expected && { ...noUsage, calls: 1, ...expected })
  })

  it('returns whole numbers of at least 0, or nothing, whatever a server sends', () => {
    fc.assert(
      fc.property(anyResult, (result) => {
        const usage = usageOf(result)
        if (!usage) return
        for (const name of usageFields) expect(Number.isSafeInteger(usage[name]) && usage[name] >= 0).toBe(true)
        expect(usage.cachedTokens).toBeLessThanOrEqual(usage.promptTokens)
        expect(usage.reasoningTokens).toBeLessThanOrEqual(usage.completionTokens)
      }),
    )
  })
})

const names = [
  ...['prompt_tokens', 'completion_tokens', 'total_tokens', 'input_tokens', 'output_tokens', 'reasoning_tokens'],
  ...['thinking_tokens', 'cached_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'seconds'],
  ...['prompt_tokens_details', 'output_tokens_details'],
]
const anyNumber = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.double(), fc.constant('7'), fc.constant(null))
const anyUsage = fc.dictionary(
  fc.constantFrom(...names),
  fc.oneof(anyNumber, fc.dictionary(fc.constantFrom('cached_tokens', 'reasoning_tokens'), anyNumber)),
)
const anyResult = fc.record(
  {
    usage: fc.oneof(anyUsage, fc.jsonValue()),
    data: fc.jsonValue(),
    text: fc.string(),
    duration: anyNumber,
    state: fc.record({ status: fc.constant('succeeded'), raw: fc.record({ duration_seconds: anyNumber }) }),
  },
  { requiredKeys: [] },
)
