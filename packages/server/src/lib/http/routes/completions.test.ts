import { describe, expect, it } from 'vitest'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startAccountServer } from '../../test-support/start-account-server.test-support.ts'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'

const path = '/v1/completions'
const ask = (fields: Record<string, unknown> = {}) => ({ model: 'mira', prompt: 'good morning', ...fields })

describe('completions', () => {
  it.each<
    [name: string, fields: Record<string, unknown>, texts: string[], tokens: [prompt: number, completion: number]]
  >([
    ['a prompt', {}, ['You said: good morning'], [2, 4]],
    ['prompts', { prompt: ['one', 'two three'] }, ['You said: one', 'You said: two three'], [3, 7]],
    [
      'several answers to prompts',
      { prompt: ['a', 'b'], n: 2 },
      ['a', 'a', 'b', 'b'].map((text) => `You said: ${text}`),
      [2, 12],
    ],
    ['echoes', { prompt: ['a', 'b'], echo: true }, ['aYou said: a', 'bYou said: b'], [2, 6]],
    ['a token limit', { max_tokens: 2 }, ['You said:'], [2, 2]],
    ['a stop sequence', { stop: ' good' }, ['You said:'], [2, 2]],
    [
      'null for every optional field',
      nulls(
        'max_tokens temperature top_p n stop seed echo stream stream_options logprobs best_of suffix logit_bias user presence_penalty frequency_penalty',
      ),
      ['You said: good morning'],
      [2, 4],
    ],
  ])('answers %s, whole and streamed', async (_name, fields, texts, [prompt_tokens, completion_tokens]) => {
    await using server = await startWordServer()
    const answer = await server.post(path, ask(fields))
    const whole = await answer.json()
    expect([answer.status, answer.headers.get('x-mira-unknown-fields')]).toEqual([200, null])
    expect(whole).toMatchObject({ id: expect.stringMatching(/^cmpl-/), object: 'text_completion', model: 'mira' })
    expect(whole.choices.map(({ text }: { text: string }) => text)).toEqual(texts)
    const usage = {
      prompt_tokens,
      completion_tokens,
      total_tokens: prompt_tokens + completion_tokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    }
    expect(whole.usage).toMatchObject(usage)

    const events = await readEvents(
      await server.post(path, ask({ ...fields, stream: true, stream_options: { include_usage: true } })),
    )
    expect(events.at(-1)!.data).toBe('[DONE]')
    const chunks = events.slice(0, -1).map(({ data }) => JSON.parse(data))
    expect(chunks.map((chunk) => chunk.usage)).toEqual([...chunks.slice(1).map(() => null), whole.usage])
    const choices = chunks.flatMap((chunk) => chunk.choices)
    const streamed = whole.choices.map(({ index }: { index: number }) => {
      const own = choices.filter((choice) => choice.index === index)
      const text = own.map((choice) => choice.text).join('')
      return { index, text, logprobs: null, finish_reason: own.at(-1).finish_reason }
    })
    expect(streamed).toEqual(whole.choices)
  })

  it('limits a completion to 16 tokens by default', async () => {
    await using server = await startWordServer()
    await server.post(path, ask())
    expect(server.chat.requests[0]).toMatchObject({
      maxTokens: 16,
      messages: [{ role: 'user', content: 'good morning' }],
    })
  })

  it('streams without usage unless asked', async () => {
    await using server = await startWordServer()
    const events = await readEvents(await server.post(path, ask({ stream: true })))
    expect(events.filter(({ data }) => data.includes('usage'))).toEqual([])
  })

  it('ends a stream that fails with an error event', async () => {
    await using server = await startWordServer()
    const events = await readEvents(await server.post(path, ask({ prompt: 'now fail-late', stream: true })))
    expect(JSON.parse(events.at(-1)!.data)).toMatchObject({ error: { message: expect.stringContaining('went away') } })
  })
})

describe('requests that cannot be served', () => {
  it.each<[fields: Record<string, unknown>, status: number, detail: string]>([
    [{ prompt: [1, 2, 3] }, 422, 'prompt[0]: expected a text; token arrays are not supported'],
    [{ prompt: [[1, 2], [3]] }, 422, 'prompt[0]: expected a text; token arrays are not supported'],
    [{ prompt: '' }, 422, 'prompt: expected a non-empty text'],
    [{ prompt: [] }, 422, 'prompt: '],
    [{ logprobs: 0 }, 422, 'logprobs: log probabilities are not supported'],
    [{ logprobs: 5 }, 422, 'logprobs: log probabilities are not supported'],
    [{ best_of: 3 }, 422, 'best_of: '],
    [{ suffix: ' end' }, 422, 'suffix: '],
    [{ prompt: Array.from({ length: 20 }, () => 'x'), n: 7 }, 422, 'n: expected at most 128 completions'],
    [{ model: 'none' }, 400, 'unknown model'],
  ])('%j: %i', async (fields, status, detail) => {
    await using server = await startWordServer()
    const answer = await server.post(path, ask(fields))
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  })
})

describe('billing', () => {
  const prices = { models: {}, default: { input_per_million_tokens: '10000', output_per_million_tokens: '10000' } }

  it('charges all completions of a request once, by their tokens', async () => {
    await using server = await startAccountServer({ plan: 'enterprise', balanceKopecks: 10_000, prices })
    expect((await server.call('POST', path, ask({ prompt: ['one', 'two'], n: 2 }))).status).toBe(200)
    const charges = (await server.ledger()).filter(({ type }) => type === 'charge')
    expect(charges).toMatchObject([{ inputTokens: 2, outputTokens: 12, amountKopecks: -14 }])
  })

  it('charges of an interrupted stream only the prompts whose answers have started', async () => {
    await using server = await startAccountServer({ plan: 'enterprise', balanceKopecks: 10_000, prices })
    const leaving = new AbortController()
    const body = ask({ prompt: ['one', 'wait', 'never seen at all'], stream: true })
    const answer = await server.call('POST', path, body, { signal: leaving.signal })
    await expect.poll(() => server.chat.aborted.length).toBe(1)
    leaving.abort()
    await answer.text().catch(() => undefined)
    await expect
      .poll(async () => (await server.ledger()).at(-1))
      .toMatchObject({ type: 'charge', inputTokens: 2, outputTokens: 5 })
  })

  it('needs a balance as chats do', async () => {
    await using server = await startAccountServer({ plan: 'pro' })
    expect((await server.call('POST', path, ask())).status).toBe(402)
  })
})

function nulls(names: string): Record<string, null> {
  return Object.fromEntries(names.split(' ').map((name) => [name, null]))
}
