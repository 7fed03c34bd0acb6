import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fixture, FixtureCall, FixtureMatch } from './fixture.ts'
import { FixtureBook } from './fixture-book.ts'

const usualCall: FixtureCall = {
  capability: 'chat',
  endpoint: '/v1/chat/completions',
  model: 'mira',
  user: 'What is the weather in Paris?',
  system: 'You are brief.',
  tools: ['get_weather'],
  toolResult: undefined,
  turn: 1,
  testId: undefined,
  headers: { 'x-tenant': 'acme' },
  request: {},
}

const fixtureOf = (match: FixtureMatch, text = 'yes'): Fixture => ({ match, answer: { text } })

it.each<{ match: FixtureMatch; call?: Partial<FixtureCall>; isMatch: boolean }>([
  { match: {}, isMatch: true },
  { match: { endpoint: 'chat' }, isMatch: true },
  { match: { endpoint: ['embeddings', '/v1/chat/completions'] }, isMatch: true },
  { match: { endpoint: 'responses' }, isMatch: false },
  { match: { model: 'mira' }, call: { model: 'mira-thinking' }, isMatch: true },
  { match: { model: '/^mira$/' }, call: { model: 'mira-thinking' }, isMatch: false },
  { match: { user: 'weather' }, isMatch: true },
  { match: { user: 'Weather' }, isMatch: false },
  { match: { user: '/WEATHER in \\w+/i' }, isMatch: true },
  { match: { user: '/^weather/g' }, isMatch: false },
  { match: { system: 'brief' }, isMatch: true },
  { match: { system: 'polite' }, isMatch: false },
  { match: { tool: 'get_weather' }, isMatch: true },
  { match: { tool: 'get' }, isMatch: false },
  { match: { toolResult: false }, isMatch: true },
  { match: { toolResult: true }, isMatch: false },
  { match: { toolResult: 'sunny' }, call: { toolResult: 'It is sunny' }, isMatch: true },
  { match: { toolResult: 'sunny' }, isMatch: false },
  { match: { turn: 1 }, isMatch: true },
  { match: { turn: 2 }, isMatch: false },
  { match: { header: { 'X-Tenant': 'acme' } }, isMatch: true },
  { match: { header: { 'x-tenant': '/^acm$/' } }, isMatch: false },
  { match: { header: { 'x-other': 'a' } }, isMatch: false },
  { match: { testId: 'one' }, call: { testId: 'one' }, isMatch: true },
  { match: { testId: 'one' }, isMatch: false },
  { match: { when: ({ user }) => user.endsWith('?') }, isMatch: true },
  { match: { when: () => false }, isMatch: false },
])('matches $match: $isMatch', ({ match, call, isMatch }) => {
  const book = new FixtureBook([fixtureOf(match)])
  const asked = { ...usualCall, ...call }
  expect(book.wouldAnswer(asked)).toBe(isMatch)
  expect(book.find(asked) !== undefined).toBe(isMatch)
  expect(book.explain(asked).some(({ reasons }) => reasons.length === 0)).toBe(isMatch)
})

it('skips fixtures whose answer is for another endpoint', () => {
  const book = new FixtureBook([{ answer: { embeddings: [[1]] } }, fixtureOf({}, 'text')])
  expect(book.find(usualCall)?.answer).toEqual({ text: 'text' })
  expect(book.find({ ...usualCall, capability: 'embeddings' })?.answer).toEqual({ embeddings: [[1]] })
})

it('counts an occurrence by the calls that meet the other conditions, whichever fixture answers', () => {
  const book = new FixtureBook([
    fixtureOf({ user: 'weather', occurrence: 1 }, 'first'),
    fixtureOf({ user: 'weather', occurrence: [2, 4] }, 'second or fourth'),
    fixtureOf({ user: 'weather' }, 'otherwise'),
  ])
  const answers = Array.from({ length: 5 }, () => {
    book.find({ ...usualCall, user: 'something else' })
    return (book.find(usualCall)!.answer as { readonly text: string }).text
  })
  expect(answers).toEqual(['first', 'second or fourth', 'otherwise', 'second or fourth', 'otherwise'])
})

it('prefers fixtures of the test, then those added last, then those in code, then those of files', () => {
  const book = new FixtureBook([fixtureOf({}, 'code')])
  book.setFiles([fixtureOf({}, 'file')])
  book.add([fixtureOf({}, 'added')])
  book.add([fixtureOf({}, 'added later')])
  book.add([fixtureOf({}, 'of test')], 'one')
  const order = (testId?: string) => book.list(testId).map(({ answer }) => (answer as { readonly text: string }).text)
  expect(order('one')).toEqual(['of test', 'added later', 'added', 'code', 'file'])
  expect(order('two')).toEqual(['added later', 'added', 'code', 'file'])
  book.reset()
  expect(order('one')).toEqual(['code', 'file'])
})

describe('properties', () => {
  const anyMatch: fc.Arbitrary<FixtureMatch> = fc.record(
    {
      user: fc.constantFrom('a', 'b', '/a|b/'),
      turn: fc.integer({ min: 1, max: 2 }),
      occurrence: fc.integer({ min: 1, max: 3 }),
      testId: fc.constantFrom('one', 'two'),
    },
    { requiredKeys: [] },
  )
  const anyFixtures = fc.array(
    anyMatch.map((match) => fixtureOf(match)),
    { maxLength: 6 },
  )
  const anyCall = fc.record({
    user: fc.constantFrom('a', 'b', 'c'),
    turn: fc.integer({ min: 1, max: 2 }),
    testId: fc.constantFrom('one', 'two', undefined),
  })

  it('finds the same fixtures for the same calls', () => {
    const replay = (fixtures: readonly Fixture[], calls: readonly Partial<FixtureCall>[]) => {
      const book = new FixtureBook(fixtures)
      return calls.map((call) => book.find({ ...usualCall, ...call })?.id)
    }
    fc.assert(
      fc.property(anyFixtures, fc.array(anyCall), (fixtures, calls) => {
        expect(replay(fixtures, calls)).toEqual(replay(fixtures, calls))
      }),
    )
  })

  it('answers a test as if no other test were running', () => {
    const anyStep = fc.oneof(
      fc.record({ testId: fc.constantFrom('one', 'two'), call: anyCall }),
      fc.record({ testId: fc.constantFrom('one', 'two'), added: anyFixtures }),
      fc.record({ testId: fc.constantFrom('one', 'two'), reset: fc.constant(true) }),
    )
    type Step = { readonly testId: string; readonly call?: object; readonly added?: Fixture[]; readonly reset?: true }
    const run = (shared: readonly Fixture[], steps: readonly Step[]) => {
      const book = new FixtureBook(shared)
      return steps.map(({ testId, call, added, reset }) => {
        if (reset) book.reset(testId)
        if (added) book.add(added, testId)
        const asked = { ...usualCall, ...call, testId }
        const found = call && book.find(asked)
        const misses = call && book.explain(asked).map(({ reasons }) => reasons)
        return { testId, match: found?.match, misses }
      })
    }
    fc.assert(
      fc.property(anyFixtures, fc.array(anyStep), (shared, steps: Step[]) => {
        const together = run(shared, steps).filter(({ testId }) => testId === 'one')
        expect(together).toEqual(
          run(
            shared,
            steps.filter(({ testId }) => testId === 'one'),
          ),
        )
      }),
    )
  })
})
