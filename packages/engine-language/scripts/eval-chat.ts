// Runs the chat cases of eval/ through mira-local and prints how many it handled right, refused or handled wrong, by kind.
//   node packages/engine-language/scripts/eval-chat.ts [messages|held-out|fresh|precision] [--failures]
import { readFile } from 'node:fs/promises'
import type { ChatMessage, ChatRequest, ChatTool } from '@mira/engine'
import { createLocalChatEngine } from '../src/index.ts'
import { readSchema } from '../src/lib/local-chat/json/read-schema.ts'

interface EvalCase {
  readonly id: string
  readonly kind: 'tool' | 'json' | 'skill'
  readonly messages: readonly ChatMessage[]
  readonly calls?: readonly { readonly name: string; readonly arguments: Record<string, unknown> }[]
  readonly schema?: string
  readonly values?: unknown
  readonly contains?: readonly string[]
  /** One of these is enough in place of `contains`. */
  readonly anyOf?: readonly string[]
  readonly absent?: readonly string[]
  readonly equals?: string
}

interface EvalFile {
  readonly now: string
  readonly timeZone: string
  readonly tools: readonly ChatTool[]
  readonly schemas: Readonly<Record<string, Record<string, unknown>>>
  readonly cases: readonly EvalCase[]
}

interface Outcome {
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly arguments: unknown }[]
}

interface Counts {
  readonly right: number
  readonly refused: number
  readonly all: number
}

/** The engine's sentences for what it cannot answer, or will not call without more. */
const refusal = /no language model is configured|^I did not call|^To call .* I need/

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const showsFailures = process.argv.includes('--failures')
for (const name of names.length > 0 ? names : ['messages', 'held-out', 'fresh', 'precision']) await evaluate(name)

async function evaluate(name: string): Promise<void> {
  const file = JSON.parse(await readFile(new URL(`../eval/${name}.json`, import.meta.url), 'utf8')) as EvalFile
  const engine = createLocalChatEngine({ now: () => new Date(file.now), timeZone: file.timeZone })
  const counts = new Map<string, Counts>()
  for (const testCase of file.cases) {
    const outcome = await answer(engine, toRequest(file, testCase))
    const fault = judge(file, testCase, outcome)
    const count = counts.get(testCase.kind) ?? { right: 0, refused: 0, all: 0 }
    const isRefusal = fault !== undefined && outcome.calls.length === 0 && refusal.test(outcome.text)
    counts.set(testCase.kind, {
      right: count.right + (fault ? 0 : 1),
      refused: count.refused + (isRefusal ? 1 : 0),
      all: count.all + 1,
    })
    if (fault && showsFailures) console.log(`${testCase.id}: ${fault}`)
  }
  await engine.close()
  report(name, counts)
}

function toRequest(file: EvalFile, { kind, messages, schema }: EvalCase): ChatRequest {
  const base = { model: 'mira', messages }
  if (kind === 'tool') return { ...base, tools: file.tools }
  if (kind === 'json')
    return {
      ...base,
      responseFormat: { type: 'json_schema', name: schema ?? '', schema: file.schemas[schema ?? ''] ?? {} },
    }
  return base
}

async function answer(engine: ReturnType<typeof createLocalChatEngine>, request: ChatRequest): Promise<Outcome> {
  let text = ''
  const calls: { name: string; arguments: string }[] = []
  for await (const event of engine.generate(request)) {
    if (event.type === 'text') text += event.text
    if (event.type !== 'tool_call') continue
    const call = calls[event.index] ?? { name: event.name ?? '', arguments: '' }
    calls[event.index] = { ...call, arguments: call.arguments + event.arguments }
  }
  return { text, calls: calls.map((call) => ({ name: call.name, arguments: JSON.parse(call.arguments) as unknown })) }
}

/** What is wrong with an outcome; `undefined` when nothing is. */
function judge(file: EvalFile, testCase: EvalCase, { text, calls }: Outcome): string | undefined {
  if (testCase.kind === 'tool') {
    const expected = testCase.calls ?? []
    return expected.length === calls.length && matches(calls, expected) ? undefined : `${JSON.stringify(calls)} ${text}`
  }
  if (testCase.kind === 'json') {
    const value: unknown = JSON.parse(text)
    const errors = readSchema(file.schemas[testCase.schema ?? ''] ?? {}, 'schema').validate(value)
    return errors.length === 0 && matches(value, testCase.values) ? undefined : `${text} ${JSON.stringify(errors)}`
  }
  const lower = text.toLowerCase()
  const holds = testCase.anyOf
    ? testCase.anyOf.some((part) => lower.includes(part))
    : testCase.contains?.every((part) => text.includes(part) || lower.includes(part))
  const isClean = !testCase.absent?.some((part) => lower.includes(part))
  return holds && isClean && (testCase.equals === undefined || text === testCase.equals) ? undefined : text
}

/** Deep equality, letter case of strings aside; `{ $contains }` asks for a part of a string. */
function matches(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'string') return String(actual).toLowerCase() === expected.toLowerCase()
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => matches(actual[index], item))
    )
  if (typeof expected !== 'object' || expected === null) return actual === expected
  const part = (expected as { $contains?: string }).$contains
  if (part !== undefined) return String(actual).toLowerCase().includes(part.toLowerCase())
  if (typeof actual !== 'object' || actual === null) return false
  const [own, wanted] = [Object.keys(actual), Object.keys(expected)]
  return (
    own.length === wanted.length &&
    wanted.every((key) => matches((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]))
  )
}

function report(name: string, counts: ReadonlyMap<string, Counts>): void {
  const total = [...counts.values()].reduce(
    (sum, { right, refused, all }) => ({
      right: sum.right + right,
      refused: sum.refused + refused,
      all: sum.all + all,
    }),
    { right: 0, refused: 0, all: 0 },
  )
  const rows = [...counts, ['all', total] as const].map(([kind, { right, refused, all }]) => ({
    file: name,
    kind,
    right,
    refused,
    wrong: all - right - refused,
    of: all,
    share: `${((100 * right) / all).toFixed(1)} %`,
  }))
  console.table(rows)
}
