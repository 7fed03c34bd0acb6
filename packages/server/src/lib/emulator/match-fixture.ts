import { isEndpoint } from './endpoint-paths.ts'
import type { FixtureCall, FixtureMatch } from './fixture.ts'
import { meetsCondition } from './text-condition.ts'

/** Condition of a fixture: whether a call meets it, and how to describe a call that does not. */
interface Condition {
  isMet(match: FixtureMatch, call: FixtureCall): boolean
  explain(match: FixtureMatch, call: FixtureCall): string
}

const maxQuotedLength = 80

/** Quotes a text for a message, abbreviated. */
export function quote(text: string): string {
  return JSON.stringify(text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text)
}

function textCondition(field: 'model' | 'user' | 'system'): Condition {
  return {
    isMet: ({ [field]: condition }, { [field]: text }) => condition === undefined || meetsCondition(text, condition),
    explain: ({ [field]: condition }, { [field]: text }) =>
      `${field}: expected ${quote(condition!)}, received ${quote(text)}`,
  }
}

const toolResult: Condition = {
  isMet({ toolResult: condition }, { toolResult: text }) {
    if (condition === undefined) return true
    if (typeof condition === 'boolean') return condition === (text !== undefined)
    return text !== undefined && meetsCondition(text, condition)
  },
  explain({ toolResult: condition }, { toolResult: text }) {
    const expected = typeof condition === 'string' ? quote(condition) : condition === true ? 'a tool result' : 'none'
    return `toolResult: expected ${expected}, received ${text === undefined ? 'none' : quote(text)}`
  },
}

const header: Condition = {
  isMet: ({ header: conditions = {} }, call) => listUnmetHeaders(conditions, call).length === 0,
  explain: ({ header: conditions = {} }, call) =>
    listUnmetHeaders(conditions, call)
      .map((name) => {
        const value = call.headers[name.toLowerCase()]
        // The value of a header may be a credential.
        return `header.${name}: expected ${quote(conditions[name]!)}, received ${value === undefined ? 'none' : 'another value'}`
      })
      .join('; '),
}

function listUnmetHeaders(conditions: NonNullable<FixtureMatch['header']>, { headers }: FixtureCall): string[] {
  return Object.entries(conditions).flatMap(([name, condition]) => {
    const value = headers[name.toLowerCase()]
    return value !== undefined && meetsCondition(value, condition) ? [] : [name]
  })
}

const conditions: readonly Condition[] = [
  {
    isMet: ({ endpoint }, call) =>
      endpoint === undefined || [endpoint].flat().some((one) => isEndpoint(call.endpoint, one)),
    explain: ({ endpoint }, call) => `endpoint: expected ${[endpoint].flat().join(' or ')}, received ${call.endpoint}`,
  },
  textCondition('model'),
  textCondition('user'),
  textCondition('system'),
  {
    isMet: ({ tool }, { tools }) => tool === undefined || tools.includes(tool),
    explain: ({ tool }, { tools }) =>
      `tool: expected ${tool} to be offered, received ${tools.length === 0 ? 'none' : tools.join(', ')}`,
  },
  toolResult,
  {
    isMet: ({ turn }, call) => turn === undefined || turn === call.turn,
    explain: ({ turn }, call) => `turn: expected ${turn}, received ${call.turn}`,
  },
  header,
  {
    isMet: ({ when }, call) => when === undefined || when(call),
    explain: () => 'when: the function returned false',
  },
]

/**
 * Returns whether a call meets all conditions except `occurrence`, which depends on earlier calls, and `testId`, by
 * which a book selects its fixtures.
 */
export function meetsConditions(match: FixtureMatch, call: FixtureCall): boolean {
  return conditions.every(({ isMet }) => isMet(match, call))
}

/** Describes the conditions that a call does not meet, except those: `turn: expected 2, received 1`. */
export function explainMismatch(match: FixtureMatch, call: FixtureCall): string[] {
  return conditions.filter(({ isMet }) => !isMet(match, call)).map(({ explain }) => explain(match, call))
}
