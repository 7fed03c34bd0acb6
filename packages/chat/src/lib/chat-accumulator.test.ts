import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createChatAccumulator } from './chat-accumulator.ts'
import type { ChatChunk } from './chat-completion.ts'

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
const message = fc.record(
  {
    role: fc.constant('assistant'),
    content: fc.option(text, { nil: null }),
    thinking_content: text,
    tool_calls: fc.array(
      fc.record({
        id: text,
        type: fc.constant('function'),
        function: fc.record({ name: text, arguments: text }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: ['role', 'content'] },
)
const choices = fc
  .array(fc.record({ message, finish_reason: fc.constantFrom('stop', 'length') }), { minLength: 1, maxLength: 3 })
  .map((items) => items.map((item, index) => ({ index, ...item })))

/** Splits a string at arbitrary positions, including inside surrogate pairs. */
const split = (value: string, cuts: readonly number[]): string[] => {
  const places = [...new Set(cuts.map((cut) => cut % (value.length + 1)))].sort((a, b) => a - b)
  return [...places, value.length].map((end, index) => value.slice(index === 0 ? 0 : places[index - 1], end))
}

/** Chunks in which a server could send one answer, in order. */
function toDeltas({ content, thinking_content, tool_calls }: Record<string, never>, cuts: readonly number[]): object[] {
  const texts = Object.entries({ thinking_content, content }).flatMap(([name, value]) =>
    value == null ? [] : split(value, cuts).map((part) => ({ [name]: part })),
  )
  const calls = ((tool_calls ?? []) as { function: { name: string; arguments: string } }[]).flatMap((call, index) =>
    split(call.function.arguments, cuts).map((part, place) => ({
      tool_calls: [
        place === 0
          ? { index, ...call, function: { ...call.function, arguments: part } }
          : { index, function: { arguments: part } },
      ],
    })),
  )
  return [{ role: 'assistant' }, ...texts, ...calls]
}

it('puts any completion together again, however it is split and mixed', () => {
  fc.assert(
    fc.property(
      choices,
      fc.array(fc.nat(50), { maxLength: 6 }),
      fc.infiniteStream(fc.nat(2)),
      (answers, cuts, turns) => {
        const accumulator = createChatAccumulator()
        const queues = answers.map(({ index, message, finish_reason }) => [
          ...toDeltas(message as never, cuts).map((delta) => ({ index, delta, finish_reason: null })),
          { index, delta: {}, finish_reason },
        ])
        expect(accumulator.hasFinished(1)).toBe(false)
        while (queues.some((queue) => queue.length > 0)) {
          const choice = queues[(turns.next().value as number) % queues.length]?.shift()
          if (choice) accumulator.add({ id: 'c', choices: [choice], text: '', reasoning: '' } as unknown as ChatChunk)
        }
        expect(accumulator.hasFinished(answers.length)).toBe(true)
        expect(accumulator.completion()).toEqual({ id: 'c', object: 'chat.completion', choices: answers })
      },
    ),
    { numRuns: 200 },
  )
})
