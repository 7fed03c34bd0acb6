import type { ChatEvent } from '@mira/engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newResponse } from './response.ts'
import { ResponseWriter } from './response-writer.ts'

const usage = { promptTokens: 1, completionTokens: 2 }
const anyPiece: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: fc.string() }),
  fc.record({ type: fc.constant('reasoning' as const), text: fc.string() }),
  fc.record({
    type: fc.constant('tool_call' as const),
    index: fc.nat(2),
    name: fc.constant('look'),
    arguments: fc.string(),
  }),
)

it('opens, grows and closes every item exactly once, whatever the order of pieces', () => {
  fc.assert(
    fc.property(fc.array(anyPiece), fc.constantFrom('stop', 'length', 'tool_calls'), (pieces, reason) => {
      const writer = new ResponseWriter(
        newResponse({ model: 'mira', input: '' }, { model: 'mira', fingerprint: 'x' }, 0),
        () => 0,
      )
      const told = [
        ...writer.start(),
        ...pieces.flatMap((piece) => writer.write(piece)),
        ...writer.write({ type: 'finish', reason, usage }),
      ]
      expect(told.map(({ sequence_number }) => sequence_number)).toEqual(told.map((_, index) => index))
      const of = (type: string) => told.filter((event) => event.type === type)
      const { output } = writer.response
      expect(of('response.output_item.added').map(({ output_index }) => output_index)).toEqual(
        output.map((_, at) => at),
      )
      const done = of('response.output_item.done').toSorted((a, b) => Number(a.output_index) - Number(b.output_index))
      expect(done.map(({ item }) => item)).toEqual(output)
      const said = pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')
      const text = output
        .flatMap((item) => (item.type === 'message' ? item.content : []))
        .map((part) => (part.type === 'output_text' ? part.text : ''))
      expect(text.join('')).toBe(said)
    }),
  )
})
