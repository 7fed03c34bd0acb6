// Runs the chat sets of eval/unseen, which no rule was made for, and prints right, refused and wrong answers by source.
//   node --conditions=@mira/source packages/engine-language/scripts/eval-unseen.ts [chat|tools|extraction|file.json] [--kinds] [--failures]
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { ChatMessage, ChatRequest, ChatTool, ChatToolChoice } from '@mira/engine'
import { createLocalChatEngine } from '../src/index.ts'
import { readSchema } from '../src/lib/local-chat/json/read-schema.ts'

interface Call {
  readonly name: string
  readonly arguments: unknown
}

interface UnseenCase {
  readonly id: string
  readonly kind: 'skill' | 'tool' | 'json'
  readonly source: string
  readonly messages: readonly ChatMessage[]
  /** Reference time, if it is not the file's. */
  readonly now?: string
  readonly tools?: string
  readonly toolChoice?: ChatToolChoice
  readonly calls?: readonly Call[]
  /** Path of the schema to the engine: the response format, or a system message with or without JSON mode. */
  readonly way?: 'json_schema' | 'schema' | 'system'
  readonly schema?: string
  readonly values?: unknown
  /** All of these, one of these, or a number within half a percent. */
  readonly contains?: readonly string[]
  readonly anyOf?: readonly string[]
  readonly numbers?: readonly number[]
  /** The question is beyond the skills, so a refusal is right; another answer only if it has what is expected. */
  readonly refuse?: boolean
  readonly mayRefuse?: boolean
}

interface UnseenFile {
  readonly now: string
  readonly timeZone: string
  /** Tools that change something. */
  readonly changes?: readonly string[]
  readonly toolSets?: Readonly<Record<string, readonly ChatTool[]>>
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly cases: readonly UnseenCase[]
}

interface Outcome {
  readonly text: string
  readonly calls: readonly Call[]
}

type Verdict = 'right' | 'refused' | 'wrong'

interface Row {
  right: number
  refused: number
  wrong: number
  unasked: number
  violations: number
}

/** The engine's sentences for what it cannot answer, or will not call without more. */
const refusal =
  /no language model is configured|^I did not call|^To call .* I need|языковая модель не подключена|^Я не вызвал|^Чтобы вызвать|does not contain|not in this conversation|в (?:разговоре|тексте) этого нет|I cannot|Я не могу/i

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const showsKinds = process.argv.includes('--kinds')
const showsFailures = process.argv.includes('--failures')
for (const name of names.length > 0 ? names : ['chat', 'tools', 'extraction']) await evaluate(name)

async function evaluate(name: string): Promise<void> {
  const url = name.endsWith('.json') ? pathToFileURL(name) : new URL(`../eval/unseen/${name}.json`, import.meta.url)
  const file = JSON.parse(await readFile(url, 'utf8')) as UnseenFile
  let now = file.now
  const engine = createLocalChatEngine({ now: () => new Date(now), timeZone: file.timeZone })
  const rows: Record<string, Row> = {}
  for (const testCase of file.cases) {
    now = testCase.now ?? file.now
    const outcome = await answer(engine, toRequest(file, testCase))
    count(rows, file, testCase, outcome)
  }
  await engine.close()
  console.log(name)
  console.table(rows)
}

function count(rows: Record<string, Row>, file: UnseenFile, testCase: UnseenCase, outcome: Outcome): void {
  const verdict = judge(file, testCase, outcome)
  const isUnasked = outcome.calls.some(
    ({ name }) => file.changes?.includes(name) && !testCase.calls?.some((call) => call.name === name),
  )
  const isViolation = violatesContract(file, testCase, outcome)
  const range =
    testCase.kind === 'skill' && `${languageOf(testCase)}, ${testCase.refuse ? 'beyond' : 'within'} the skills`
  const kind = showsKinds && testCase.id.replace(/-\d+$/, '')
  for (const key of [languageOf(testCase), range, testCase.source, kind, 'all']) {
    if (!key) continue
    rows[key] ??= { right: 0, refused: 0, wrong: 0, unasked: 0, violations: 0 }
    rows[key][verdict] += 1
    rows[key].unasked += isUnasked ? 1 : 0
    rows[key].violations += isViolation ? 1 : 0
  }
  if (showsFailures && verdict !== 'right')
    console.log(`${testCase.id} ${verdict}: ${outcome.text.slice(0, 300)} ${JSON.stringify(outcome.calls)}`)
}

function languageOf({ messages }: UnseenCase): string {
  return /[а-яё]/i.test(JSON.stringify(messages.at(-1))) || /[а-яё]/i.test(JSON.stringify(messages[0]))
    ? 'Russian'
    : 'English'
}

function toRequest(file: UnseenFile, testCase: UnseenCase): ChatRequest {
  const { kind, messages, tools, toolChoice, schema = '', way } = testCase
  const base = { model: 'mira', messages }
  if (kind === 'tool') return { ...base, tools: file.toolSets?.[tools ?? ''] ?? [], ...(toolChoice && { toolChoice }) }
  if (kind === 'skill') return base
  const definition = file.schemas?.[schema] ?? {}
  if (way === 'json_schema')
    return { ...base, responseFormat: { type: 'json_schema', name: schema, schema: definition } }
  const content = `Reply only with JSON that follows this JSON Schema:\n${JSON.stringify(definition)}`
  const request = { ...base, messages: [{ role: 'system', content } as const, ...messages] }
  return way === 'system' ? request : { ...request, responseFormat: { type: 'json_object' } }
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

/** Returns whether an answer breaks what the API promises: a forced call, valid arguments, JSON by the schema. */
function violatesContract(
  file: UnseenFile,
  { toolChoice, tools, kind, schema = '' }: UnseenCase,
  outcome: Outcome,
): boolean {
  if (toolChoice && toolChoice !== 'auto' && toolChoice !== 'none' && outcome.calls.length === 0) return true
  const broken = outcome.calls.some(({ name, arguments: value }) => {
    const parameters = file.toolSets?.[tools ?? '']?.find((tool) => tool.name === name)?.parameters
    return !parameters || readSchema(parameters, name).validate(value).length > 0
  })
  if (broken || kind !== 'json') return broken
  try {
    return readSchema(file.schemas?.[schema] ?? {}, schema).validate(JSON.parse(outcome.text)).length > 0
  } catch {
    return true
  }
}

function judge(file: UnseenFile, testCase: UnseenCase, outcome: Outcome): Verdict {
  if (testCase.kind === 'tool') return judgeCalls(testCase.calls ?? [], outcome)
  if (testCase.kind === 'json') return judgeJson(file, testCase, outcome)
  const isRefusal = refusal.test(outcome.text)
  if (isRefusal) return testCase.refuse ? 'right' : 'refused'
  if (testCase.refuse && !testCase.contains && !testCase.anyOf && !testCase.numbers) return 'wrong'
  return holds(testCase, outcome.text.toLowerCase()) ? 'right' : 'wrong'
}

function judgeCalls(expected: readonly Call[], { calls }: Outcome): Verdict {
  if (calls.length === 0) return expected.length === 0 ? 'right' : 'refused'
  const left = [...expected]
  // Several calls are in no order, as for the benchmark that they are from.
  for (const call of calls) {
    const index = left.findIndex((one) => call.name === one.name && matches(call.arguments, one.arguments))
    if (index < 0) return 'wrong'
    left.splice(index, 1)
  }
  return left.length === 0 ? 'right' : 'wrong'
}

/** A field that is null although the text has it counts as refused, any other difference as wrong. */
function judgeJson(file: UnseenFile, testCase: UnseenCase, outcome: Outcome): Verdict {
  if (violatesContract(file, testCase, outcome)) return 'wrong'
  const value = JSON.parse(outcome.text) as Record<string, unknown>
  const fields = Object.entries(testCase.values as Record<string, unknown>)
  if (fields.every(([name, wanted]) => matches(value[name], wanted))) return 'right'
  return fields.every(([name, wanted]) => matches(value[name], wanted) || value[name] === null || value[name] === '')
    ? 'refused'
    : 'wrong'
}

function holds({ contains, anyOf, numbers }: UnseenCase, text: string): boolean {
  if (contains && !contains.every((part) => text.includes(part.toLowerCase()))) return false
  if (anyOf && !anyOf.some((part) => text.includes(part.toLowerCase()))) return false
  const found = [...text.replace(/(?<=\d)[ ,\u00a0](?=\d{3}\b)/g, '').matchAll(/-?\d+(?:[.,]\d+)?(?:e-?\d+)?/g)].map(
    ([digits]) => Number(digits.replace(',', '.')),
  )
  return (
    numbers === undefined ||
    numbers.every((wanted) => found.some((one) => Math.abs(one - wanted) <= Math.abs(wanted) * 0.005))
  )
}

/** Deep equality, letter case of strings aside. `$contains` asks for a part of a string, `$anyOf` for one of several. */
function matches(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'string') return typeof actual === 'string' && actual.toLowerCase() === expected.toLowerCase()
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => matches(actual[index], item))
    )
  if (typeof expected !== 'object' || expected === null) return actual === expected
  const { $contains, $anyOf } = expected as { $contains?: string; $anyOf?: readonly unknown[] }
  if ($contains !== undefined) return typeof actual === 'string' && normalize(actual).includes(normalize($contains))
  // An empty string among the values of a benchmark stands for an argument that may be left out.
  if ($anyOf) return $anyOf.some((one) => matches(actual, one) || (one === '' && actual === undefined))
  if (typeof actual !== 'object' || actual === null) return false
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)])
  return [...names].every((name) =>
    matches((actual as Record<string, unknown>)[name], (expected as Record<string, unknown>)[name]),
  )
}

function normalize(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е')
}
