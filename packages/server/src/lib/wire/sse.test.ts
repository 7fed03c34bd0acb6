import { expect, it } from 'vitest'
import { encodeEvent, sseResponse } from './sse.ts'

async function* say(...pieces: (string | Error)[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece
    yield encodeEvent(piece)
  }
}

function start(events: AsyncIterable<string>) {
  const ends: string[] = []
  return { ends, response: sseResponse(events, { keepAliveMs: 60_000, onEnd: () => ends.push('end') }) }
}

it('names an event only when it has a name', () => {
  expect(encodeEvent('{}')).toBe('data: {}\n\n')
  expect(encodeEvent('{}', 'response.created')).toBe('event: response.created\ndata: {}\n\n')
})

it('sends one chunk per event, and reports its end once', async () => {
  const { ends, response } = start(say('1', '2'))
  const chunks = []
  for await (const bytes of response.body!) chunks.push(Buffer.from(bytes).toString())
  expect(chunks).toEqual(['data: 1\n\n', 'data: 2\n\n'])
  expect(ends).toEqual(['end'])
})

it('reports its end once when the events fail', async () => {
  const { ends, response } = start(say('1', new Error('broken')))
  await expect(response.text()).rejects.toThrow('broken')
  expect(ends).toEqual(['end'])
})

it('ends the iteration and reports its end once when the reader leaves', async () => {
  let isOver = false
  async function* forever(): AsyncGenerator<string> {
    try {
      for (;;) yield encodeEvent('more')
    } finally {
      isOver = true
    }
  }
  const { ends, response } = start(forever())
  const reader = response.body!.getReader()
  await reader.read()
  await reader.cancel()
  expect(isOver).toBe(true)
  expect(ends).toEqual(['end'])
})
