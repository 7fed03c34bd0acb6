import { type Case, draw, isNew, type Json, read, say, toCase } from './source.ts'

const folder = 'berkeley-function-call-leaderboard/bfcl_eval/data'
const lines = (path: string): Json[] =>
  read('gorilla', `${folder}/${path}`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json)

const plain = (name: string): string => name.replaceAll(/[^\w-]/g, '_').slice(0, 64)

/** Draws cases of the function-calling benchmark whose plain arguments the message states, one case a tool. */
export function benchmark(kind: string, count: number): [Case, Json[]][] {
  const isExecutable = kind.startsWith('exec_')
  const questions = lines(`${isExecutable ? 'unused_datasets/question/' : ''}BFCL_v4_${kind}.json`) as {
    id: string
    question: { role: string; content: string }[][]
    function: Json[]
  }[]
  const answers = kind.includes('irrelevance') ? [] : readAnswers(kind, isExecutable)
  const fitting = questions.filter(
    ({ question, function: functions }) =>
      question.length === 1 &&
      question[0]?.length === 1 &&
      functions.length <= 4 &&
      isNew(question[0][0]?.content ?? '') &&
      (question[0][0]?.content ?? '').length <= 200 &&
      /^[\x20-\x7e]+$/.test(question[0][0]?.content ?? ''),
  )
  const isAnswerable = ({ id, question }: (typeof questions)[number]): boolean => {
    const text = question[0]?.[0]?.content.toLowerCase() ?? ''
    const isInText = (value: unknown): boolean =>
      typeof value !== 'object' &&
      (typeof value !== 'string' || text.includes(value.toLowerCase()) || /^\d{4}-\d\d-\d\d/.test(value))
    const lists = (answers.find((answer) => answer.id === id)?.ground_truth ?? []).flatMap((call) =>
      Object.values(call).flatMap((values) => Object.values(values as Record<string, unknown[]>)),
    )
    return lists.every((list) => list.some((value) => value === '' || isInText(value)))
  }
  const seen = new Set<string>()
  const varied = draw(fitting.filter(isAnswerable), fitting.length).filter(({ function: functions }) => {
    const key = functions.map(({ name }) => name).join()
    return !seen.has(key) && seen.add(key)
  })
  return varied.slice(0, count).map(({ id, question, function: functions }, index) => {
    const truth = answers.find((answer) => answer.id === id)?.ground_truth ?? []
    const calls = truth.flatMap((call) =>
      Object.entries(call).map(([name, values]) => ({ name: plain(name), arguments: anyOf(values) })),
    )
    const tools = functions.map(
      (one) =>
        ({
          name: plain(String(one.name)),
          description: one.description,
          parameters: toJsonSchema(one.parameters),
        }) as Json,
    )
    return [
      toCase(`bfcl-${kind}`, index, { source: 'bfcl', messages: say(question[0]?.[0]?.content ?? ''), calls }),
      tools,
    ]
  })
}

function readAnswers(kind: string, isExecutable: boolean): { id: string; ground_truth: Json[] }[] {
  const answers = lines(`${isExecutable ? 'unused_datasets/' : ''}possible_answer/BFCL_v4_${kind}.json`)
  if (!isExecutable) return answers as { id: string; ground_truth: Json[] }[]
  return (answers as { id: string; ground_truth: string[] }[]).map(({ id, ground_truth }) => ({
    id,
    ground_truth: ground_truth.map(readCall),
  }))
}

/** Reads a call as Python writes it. A value that is no literal is in no text, so its case is not drawn. */
function readCall(text: string): Json {
  const [, name = '', list = ''] = /^([\w.]+)\((.*)\)$/s.exec(text.trim()) ?? []
  const literals = list.replaceAll("'", '"').replaceAll(/(^|, ?)(\w+) ?= ?/g, '$1"$2":')
  try {
    const values = JSON.parse(`{${literals.replaceAll('True', 'true').replaceAll('False', 'false')}}`) as Json
    return { [name]: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]])) }
  } catch {
    return { [name]: { expression: [{}] } }
  }
}

function anyOf(values: unknown): unknown {
  if (typeof values !== 'object' || values === null) return values
  return Object.fromEntries(
    Object.entries(values as Record<string, unknown[]>).map(([name, list]) => [name, { $anyOf: list.map(deep) }]),
  )
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep)
  return typeof value === 'object' && value !== null ? anyOf(value) : value
}

function toJsonSchema(value: unknown): unknown {
  const types: Record<string, string> = { dict: 'object', float: 'number', tuple: 'array', any: 'string' }
  if (Array.isArray(value)) return value.map(toJsonSchema)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'type' && typeof one === 'string' ? (types[one] ?? one) : toJsonSchema(one),
    ]),
  )
}
