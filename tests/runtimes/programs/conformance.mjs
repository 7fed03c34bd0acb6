// Checks that every runtime must pass with the installed packages. Uses only web platform APIs; the program beside it
// passes settings in and results out.
import {
  createChatCompletion,
  createEmbeddings,
  defineTool,
  outputText,
  runTools,
  streamChatCompletion,
  streamResponse,
} from '@mira/chat'
import { createClient, download, isMiraError } from '@mira/core'
import { downloadResult, generateMusic } from '@mira/jobs'
import { transcribe } from '@mira/media'
import { connectRealtime } from '@mira/realtime'
import { createChatStore } from '@mira/ui-core'

const messages = [{ role: 'user', content: 'What is 6 times 7?' }]

function expect(condition, problem) {
  if (!condition) throw new Error(problem)
}

/** Returns the rejection reason of a promise. */
const reasonOf = (promise) =>
  promise.then(
    () => new Error('nothing was thrown'),
    (reason) => reason,
  )

/** Timeout that allows a first call to load an engine on a busy machine. */
const limitMs = 120_000

/** Rejects when a check takes too long, in environments that cannot be killed from outside. */
async function withinLimit(work) {
  let timer
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${limitMs} ms`)), limitMs)
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** A second of 440 Hz as a WAV file: 16-bit, mono, 16 kHz. */
function makeWav() {
  const samples = 16_000
  const view = new DataView(new ArrayBuffer(44 + samples * 2))
  const text = (offset, value) => {
    for (let index = 0; index < value.length; index += 1) view.setUint8(offset + index, value.charCodeAt(index))
  }
  text(0, 'RIFF')
  view.setUint32(4, 36 + samples * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, 16_000, true)
  view.setUint32(28, 32_000, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, samples * 2, true)
  for (let index = 0; index < samples; index += 1) {
    view.setInt16(44 + index * 2, 8_000 * Math.sin((2 * Math.PI * 440 * index) / 16_000), true)
  }
  return new Blob([view.buffer], { type: 'audio/wav' })
}

const checks = {
  async 'chat create'({ client }) {
    const { choices } = await createChatCompletion(client, { messages })
    expect(choices[0].message.content.includes('42'), `answered ${choices[0].message.content}`)
  },

  async 'chat stream'({ client }) {
    let answer = ''
    const stream = streamChatCompletion(client, { messages, stream_options: { include_usage: true } })
    for await (const { text } of stream) answer += text
    const { choices, usage } = await stream.final()
    expect(answer.includes('42'), `answered ${answer}`)
    expect(choices[0].finish_reason === 'stop', `finished with ${choices[0].finish_reason}`)
    expect(usage.total_tokens > 0, 'told no usage')
  },

  async 'tool call'({ client }) {
    const cities = []
    const weather = defineTool({
      name: 'get_weather',
      description: 'Tells the current weather in a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      execute: ({ city }) => {
        cities.push(city)
        return { city, temperature: -20, unit: 'celsius' }
      },
    })
    const question = [{ role: 'user', content: 'What is the weather in Omsk?' }]
    const { completion } = await runTools(client, { messages: question, tools: [weather] })
    expect(String(cities) === 'Omsk', `called for ${cities}`)
    expect(completion.choices[0].message.content.includes('20'), `answered ${completion.choices[0].message.content}`)
  },

  async 'responses stream'({ client }) {
    let answer = ''
    const stream = streamResponse(client, { input: messages[0].content })
    for await (const event of stream) if (event.type === 'response.output_text.delta') answer += event.delta
    expect(answer.includes('42'), `answered ${answer}`)
    expect(outputText(await stream.final()) === answer, 'the end tells another text than the deltas')
  },

  async 'chat store'({ client }) {
    const store = createChatStore(client)
    const release = store.retain()
    const states = []
    const answered = new Promise((done) => {
      store.subscribe(() => {
        const { status } = store.getSnapshot()
        if (states.at(-1) !== status) states.push(status)
        if (states.length > 1 && status !== 'submitted' && status !== 'streaming') done()
      })
    })
    expect(store.send(messages[0].content), 'did not accept a message')
    await answered
    release()
    const { error, messages: all } = store.getSnapshot()
    expect(all.at(-1).text.includes('42'), `answered ${all.at(-1).text} ${error ?? ''}`)
    expect(states[0] === 'submitted' && states.at(-1) === 'ready', `was ${states}`)
  },

  async 'AI SDK'({ client }) {
    const { createMira } = await import('@mira/ai-sdk')
    const { stream } = await createMira(client)
      .languageModel('mira')
      .doStream({ prompt: [{ role: 'user', content: [{ type: 'text', text: messages[0].content }] }] })
    let answer = ''
    let end
    const reader = stream.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (part.value.type === 'text-delta') answer += part.value.delta
      end = part.value
    }
    expect(answer.includes('42'), `answered ${answer}`)
    expect(end.type === 'finish' && end.finishReason.unified === 'stop', `ended with ${JSON.stringify(end)}`)
  },

  async OpenTelemetry({ baseUrl, apiKey, command }) {
    const { registerMiraInstrumentation, telemetryHooks } = await import('@mira/otel')
    const { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace')
    const exporter = new InMemorySpanExporter()
    const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
    const hooks = telemetryHooks({ tracerProvider })
    const options = { baseUrl, apiKey, dangerouslyAllowBrowser: true }
    await createChatCompletion(createClient({ ...options, hooks }), { messages })
    // Where programs are started, diagnostics channels are there too.
    if (command) {
      const unregister = registerMiraInstrumentation({ tracerProvider })
      await createChatCompletion(createClient(options), { messages })
      unregister()
    }
    const names = exporter.getFinishedSpans().map(({ name }) => name)
    expect(String(names) === (command ? 'chat mira,chat mira' : 'chat mira'), `has spans ${names}`)
    const [{ attributes }] = exporter.getFinishedSpans()
    expect(attributes['gen_ai.usage.input_tokens'] > 0, `has attributes ${Object.keys(attributes)}`)
    expect(!JSON.stringify(attributes).includes(messages[0].content), 'a span has content')
  },

  async embeddings({ client }) {
    const { data } = await createEmbeddings(client, { input: ['a cat', 'a kitten', 'tax law'] })
    const [cat, kitten, law] = data.map(({ embedding }) => embedding)
    expect(cat instanceof Float32Array, `gave ${Object.prototype.toString.call(cat)}`)
    const likeness = (other) => cat.reduce((sum, value, index) => sum + value * other[index], 0)
    expect(likeness(kitten) > likeness(law), 'a cat is more like tax law than like a kitten')
  },

  async upload({ client }) {
    let sent = 0
    const file = makeWav()
    const onUploadProgress = ({ sentBytes }) => {
      sent = sentBytes
    }
    const transcript = await transcribe(client, { file, response_format: 'verbose_json' }, { onUploadProgress })
    expect(typeof transcript.text === 'string', 'gave no text')
    expect(Math.abs(transcript.duration - 1) < 0.05, `heard ${transcript.duration} s of a file of 1 s`)
    expect(sent >= file.size, `told of ${sent} of ${file.size} bytes`)
  },

  async download({ client }) {
    let received = 0
    const bytes = await download(client, '/openapi.json', {
      onProgress: ({ receivedBytes }) => (received = receivedBytes),
    }).bytes()
    const { paths } = JSON.parse(new TextDecoder().decode(bytes))
    expect('/v1/chat/completions' in paths, `has paths ${Object.keys(paths)}`)
    expect(received === bytes.length, `told of ${received} of ${bytes.length} bytes`)
  },

  async 'files by path'({ client }) {
    const { fromPath, saveToPath } = await import('@mira/core/node')
    const path = `${Math.random().toString(36).slice(2)}.json`
    const { sizeBytes } = await saveToPath(download(client, '/openapi.json'), path)
    let read = 0
    for await (const { length } of (await fromPath(path)).source({})) read += length
    expect(read === sizeBytes && sizeBytes > 10_000, `saved ${sizeBytes} bytes, read ${read}`)
  },

  async realtime({ client }) {
    const session = await connectRealtime(client, { instructions: 'Be brief.' })
    try {
      let answer = ''
      let soundBytes = 0
      session.sendText(messages[0].content)
      for await (const event of session) {
        if (event.type === 'response.audio_transcript.delta') answer += event.delta
        if (event.type === 'response.audio.delta') soundBytes += event.audio.length
        if (event.type === 'response.done') break
      }
      expect(answer.includes('42'), `answered ${answer}`)
      expect(soundBytes > 10_000, `gave ${soundBytes} bytes of sound`)
    } finally {
      await session.close()
    }
  },

  async job({ client }) {
    const job = await generateMusic(client, { prompt: 'A lullaby', instrumental: true, duration_seconds: 2 })
    const { status } = await job.wait({ timeoutMs: 90_000 })
    expect(status === 'succeeded', `ended ${status}`)
    const bytes = await downloadResult(client, job).bytes()
    expect(bytes.length > 5_000, `a song of ${bytes.length} bytes`)
  },

  async alone() {
    const { importAll } = await import('./node-programs.mjs')
    const { names, problems } = await importAll()
    expect(names.includes('@mira/mcp') && names.includes('@mira/vue'), `has ${names}`)
    expect(problems.length === 0, problems.join('; '))
  },

  async 'MCP server'(settings) {
    const { askMcpServer } = await import('./node-programs.mjs')
    const { tools, isError, text } = await askMcpServer(settings)
    expect(tools.includes('generate_music'), `offers ${tools}`)
    expect(!isError && text.includes('42'), `answered ${text}`)
  },

  async 'command line'(settings) {
    const { runMira } = await import('./node-programs.mjs')
    const { code, stdout, stderr } = await runMira(settings)
    expect(code === 0 && stdout.includes('42'), `ended with ${code}: ${stdout} ${stderr}`)
    // Not a wrong key: after some of those, the server makes the address of all runtimes wait.
    const refused = await runMira({ ...settings, apiKey: '' })
    expect(refused.code === 3 && refused.stdout === '', `ended with ${refused.code}: ${refused.stderr}`)
  },

  async abort({ client }) {
    const controller = new AbortController()
    const reason = new Error('The user pressed stop')
    const read = async () => {
      for await (const { text } of streamChatCompletion(client, { messages }, { signal: controller.signal })) {
        if (text) controller.abort(reason)
      }
    }
    const thrown = await reasonOf(read())
    expect(thrown === reason, `the stream threw ${thrown}`)
    const early = await reasonOf(createChatCompletion(client, { messages }, { signal: AbortSignal.abort(reason) }))
    expect(early === reason, `the call threw ${early}`)
  },

  async timeout({ silentUrl, apiKey }) {
    const silent = createClient({ baseUrl: silentUrl, apiKey, retry: false, dangerouslyAllowBrowser: true })
    const error = await reasonOf(createChatCompletion(silent, { messages }, { timeout: { total: 50 } }))
    expect(isMiraError(error) && error.code === 'timeout', `threw ${error}`)
    expect(error.timeout === 'total', `expired: ${error.timeout}`)
  },

  async 'key hidden'({ baseUrl, apiKey }) {
    const wrongKey = `sk-mira-${'0'.repeat(36)}dead`
    const options = { baseUrl, dangerouslyAllowBrowser: true }
    const wrong = createClient({ ...options, apiKey: wrongKey })
    const right = createClient({ ...options, apiKey })
    const refused = await reasonOf(createChatCompletion(wrong, { messages }))
    expect(isMiraError(refused) && refused.code === 'unauthorized', `threw ${refused}`)
    const missing = await reasonOf(download(right, '/v1/nothing-here').bytes())
    expect(isMiraError(missing) && missing.code === 'not_found', `threw ${missing}`)
    const told = [wrong, right, refused, missing].map(describe).join('\n')
    expect(!told.includes(wrongKey) && !told.includes(apiKey), 'a key is told')
  },
}

/** Returns all representations of a value that a logger could print. */
function describe(value) {
  const own = Object.getOwnPropertyNames(value).map((name) => `${name}: ${String(value[name])}`)
  const cause = value.cause ? describe(value.cause) : ''
  return [String(value), value.stack, JSON.stringify(value), ...own, cause].join('\n')
}

/**
 * Runs checks sequentially.
 *
 * @param settings - `baseUrl` and `apiKey` of a server, `silentUrl` of one that never responds, `only`: names of the checks to run, and
 * `command`, which runs a program in this runtime, where it starts processes.
 * @param print - Receives one line of JSON for each check: `check`, `isPassed`, `ms`, and `problem` of one that failed.
 */
export async function runConformance(settings, print) {
  const { baseUrl, apiKey, only } = settings
  const client = createClient({ baseUrl, apiKey, dangerouslyAllowBrowser: true })
  for (const check of only) {
    const startedAt = Date.now()
    const report = (isPassed, problem) =>
      print(JSON.stringify({ check, isPassed, ms: Date.now() - startedAt, problem }))
    try {
      await withinLimit(checks[check]({ client, ...settings }))
      await report(true)
    } catch (error) {
      await report(false, `${error} ${error?.cause ?? ''}`.trim())
    }
  }
}
