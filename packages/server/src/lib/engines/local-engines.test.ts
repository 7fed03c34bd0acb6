import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../start-server.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ warmUp: true })
})
afterAll(() => server.close())

async function post(path: string, body: unknown) {
  const headers = { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' }
  const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return answer.json()
}

it('computes, and says which engine answered', async () => {
  const messages = [{ role: 'user', content: 'What is 12% of 350?' }]
  const { choices, system_fingerprint } = await post('/v1/chat/completions', { model: 'mira', messages })
  expect(choices[0].message.content).toContain('42')
  expect(system_fingerprint).toMatch(/^mira-local@/)
})

it('chooses a function and fills in its arguments', async () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
  const tools = [{ type: 'function', name: 'get_weather', description: 'Current weather of a city', parameters }]
  const { output } = await post('/v1/responses', { model: 'mira', input: 'What is the weather in Paris?', tools })
  expect(output[0]).toMatchObject({ type: 'function_call', name: 'get_weather', arguments: '{"city":"Paris"}' })
})

it('places texts of like meaning near each other', async () => {
  const input = ['How do I reset my password?', 'I forgot my login', 'The cat sat on the mat']
  const { data } = await post('/v1/embeddings', { model: 'mira-embed', input })
  const [reset, login, cat] = data.map(({ embedding }: { embedding: number[] }) => embedding)
  const cosine = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)
  expect(cosine(reset, reset)).toBeCloseTo(1, 5)
  expect(cosine(reset, login)).toBeGreaterThan(cosine(reset, cat) + 0.2)
})

it('lists what stands behind each model', async () => {
  const { data } = await (await fetch(`${server.url}/v1/models`)).json()
  const kinds = data.map(({ id, engine }: { id: string; engine: { kind: string } }) => [id, engine.kind])
  expect(kinds).toEqual([
    ['mira', 'rules'],
    ['mira-thinking', 'rules'],
    ['mira-embed', 'neural'],
    ['mira-image', 'procedural'],
    ['mira-vision', 'neural'],
    ['mira-voice', 'statistical'],
    ['mira-transcribe', 'statistical'],
    ['mira-music', 'procedural'],
    ['mira-video', 'procedural'],
    ['mira-moderation', 'neural'],
  ])
})
