import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../examples/node')

/** Expected output of each example: parts that must appear in this order. */
const expected: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'account.ts': ['₽', /^mira /m, / charge .*\d/, 'of the latest', /^\d+ unlimited$/m, "group_by: 'model'"],
  'ai-sdk.ts': [/\b30$/m],
  'ai-sdk-media.ts': ['image/png image/png', /^audio\/wav .*meeting/im, 'saved true', /^(pending|1)$/m],
  'ai-sdk-tools.ts': ['-20', 'in 2 steps', 'Anna orders 3', /^embeddings\.create took \d+ ms$/m, '2 vectors'],
  'api-keys.ts': ['kept a secret of 48 characters', /^created sk-mira-[\da-f]{8}…$/m],
  'batch-embeddings.ts': [/^1000 vectors$/m, /^4 requests$/m, /^Sentence number 0 256$/m],
  'batch.ts': ['42', '30', '81', '3 of 3, 3 restored, 0 failed', /times 7\? from the server$/m, /from the database$/m],
  'budget.ts': ['Stopped by maxCalls after 3 calls for 0.', 'does not fit; maxCost is 0.01 RUB', 'maxTokens is 40'],
  'cache.ts': [/^false true 2$/m],
  'chat.ts': [/^30 \d+$/m, 'arithmetic', 'Your name is Ada'],
  'client-options.ts': [/\b81$/m, /^http:\S+$/m],
  'custom-fetch.ts': ['POST /v1/chat/completions 200', '42'],
  'download.ts': [/(\d+) of \1 bytes/, 'application/json', '/v1/chat/completions'],
  'embeddings.ts': [/^Delivery times and costs$/m, /^50 256 \d+$/m],
  'errors.ts': ['Busy; try again in 3600 s.', 'top up', 'does not allow', 'Failed after 3 attempts.'],
  'fallback.ts': [/42\S* from target 2$/m, '[ 503, 503 ]', 'from the second server', /^true$/m],
  'from-openai.ts': [/^6 \* 7 = 42$/m, /^400 with a request id$/m, /^bad_request with a request id$/m],
  'hooks.ts': ['chat.create attempt 1', /200 after \d+ ms/, 'chat.create done', 'total_tokens'],
  'image-edit.ts': ['grayscale', /^image\/png \d{3,}$/m],
  'images-make.ts': [/lighthouse.* \d{5,}$/m],
  'images.ts': ['main colors are pink', 'main colors are white'],
  'job-resume.ts': ['no status yet', 'succeeded the same job'],
  'locate.ts': ['red circle { x: 80, y: 50, width: 180, height: 180 }', '[ { row: 0, col: 0 } ]', 'no elephant'],
  'long-answer.ts': [/42 \d+$/m, '42', '1, 2, 3', '19, 20', 'cut, completed: 1, 2', '19, 20'],
  'metadata.ts': [/^[\da-f-]{36} 200 \d+ 1$/m, 'text/event-stream'],
  'meter.ts': [
    /^3 calls, \d+ \+ \d+ tokens, 0\.\d+ RUB$/m,
    /^mira 2 0\./m,
    'aborted, about 0.',
    '1 call of 5',
    /unknown, 0\.\d+$/m,
  ],
  'middleware.ts': [/\b42\b/],
  'models.ts': [/^mira \d+ \{/m, 'mira-thinking', 'mira-embed'],
  'music.ts': [
    'queued 0',
    'succeeded 1',
    /^http\S+ \[\w+\]$/m,
    'the same twice',
    /^running [\d.]+ [a-z]+$/m,
    'job_canceled',
  ],
  'opentelemetry.ts': [
    'temperature is -20 celsius',
    /^invoke_agent weather \[\]/m,
    /^ {2}chat mira \[retry\] .*"gen_ai.usage.input_tokens":\d+/m,
    /^ {2}execute_tool get_weather \[\] /m,
    /^ {2}execute_tool get_weather \[\] /m,
    /^ {2}chat mira \[\] /m,
  ],
  'own-operation.ts': [/^mira vmira$/m],
  'pacing.ts': ['3 answers', /waiting: 0/, /^200$/m, /^200$/m],
  'proxy-stream.ts': [/\b30$/],
  'quick-start.ts': [/\b30$/],
  'realtime-bytes.ts': ['six times seven?', '6 * 7 = 42'],
  'realtime-interrupt.ts': [/^Truncated after \d+ ms$/m],
  'realtime-speak.ts': ['You:  What is six times seven?', 'Mira: 6 * 7 = 42', /^\d{5,} bytes of WAV/m],
  'realtime-talk.ts': ['6 * 7 = 42', /^[1-9][\d.]* s of audio$/m, /^aria \d+$/m],
  'realtime-tools.ts': ['It is sunny in Paris.'],
  'responses.ts': [/\b7\b/, /^42$/m, /^completed, \d+ tokens$/m, /^Anna orders 3$/m],
  'record-run.ts': [
    '-20',
    'get_weather({',
    '[masked]',
    'true 0',
    'replayRun: round 2: rounds[0].calls[0].content differs',
  ],
  'small-bundle.ts': [/\b30$/m],
  'small-job.ts': [/^audio\/mpeg$/m],
  'speech.ts': [/^audio\/mpeg, \d{4,} bytes$/m, /^audio\/mpeg forwarded, \d{4,} bytes$/m],
  'streaming.ts': ['19, 20\nstop, ', /\d+ tokens/, '19, 20', /^Left after: 1, 2, 3, 4, 5,? ?$/m],
  'structured-output.ts': [/^Anna orders 3$/m, 'not_valid We deliver eleven or more {'],
  'structured-output-json-schema.ts': [/customer: 'Anna'.*quantity: 3/s],
  'structured-output-stream.ts': [/^\S+ orders … of …$/m, /^Anna orders 3 of /m, /^Order of Anna: 3$/m],
  'structured-output-valibot.ts': [/^Anna orders 3$/m],
  'telephone.ts': [/^\w+ .+$/m, 'media for the caller'],
  'test-local-server.ts': [/pass 2\b/, /fail 0\b/],
  'test-offline.ts': [/pass 2\b/, /fail 0\b/],
  'test-recorded.ts': [/pass 1\b/, /fail 0\b/],
  'timeouts-and-retries.ts': ['503', '503', '200', /^total chat\.create/m, 'closed the window', 'Answered once'],
  'tools.ts': ['calls get_weather {"city":"Omsk"}', '-20', '2 rounds', '10', /^\d+ tokens/m],
  'tracing.ts': ["name: 'chat.create'", /'gen_ai\.usage\.input_tokens': \d+/, "'error.type': 'bad_request'"],
  'transcribe.ts': [/(\d+) of \1 bytes sent/, 'the meeting begins at 10', 'WEBVTT', /^[1-9]\d* subtitles$/m],
  'unfinished-streams.ts': ['Cut off after: Once upon a time', 'Canceled: The user pressed stop'],
  'video.ts': [/^video\/mp4 \d{5,}$/m],
  'webhook.ts': ['genuine: music.succeeded', 'forged: 400'],
}

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ warmUp: true })
  // Create some usage to list in the account.
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey })
  await createChatCompletion(mira, { messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
})
afterAll(() => server.close())

const programs = readdirSync(folder).filter((name) => name.endsWith('.ts'))

it('the README and this test list every example', () => {
  const list = readFileSync(join(folder, '../README.md'), 'utf8')
  const listed = [...list.matchAll(/\]\(node\/([\w-]+\.ts)\)/g)].map(([, name]) => name)
  expect(listed.toSorted()).toEqual(programs.toSorted())
  expect(Object.keys(expected).toSorted()).toEqual(programs.toSorted())
})

it.each(programs)('%s is short', (name) => {
  expect(readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length).toBeLessThan(80)
})

describe.concurrent('as a program', () => {
  it.each(programs)('%s prints the expected output', { timeout: 600_000 }, async (name) => {
    const output = await run(name)
    // The prefix of a key may be printed, but nothing more.
    expect(output).not.toMatch(/sk-mira-[0-9a-f]{9}/)
    expect(findMissing(output, expected[name] ?? []), output).toEqual([])
  })
})

/** Runs an example like a user, with the server in its environment. Rejects unless the exit code is 0. */
async function run(name: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@mira/source', name], {
    cwd: folder,
    timeout: 590_000,
    env: {
      ...process.env,
      MIRA_BASE_URL: server.url,
      MIRA_API_KEY: server.apiKey,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    },
  })
  return stdout + stderr
}

/** Returns the expected parts that are missing from the output or out of order. */
function findMissing(output: string, parts: readonly (string | RegExp)[]): (string | RegExp)[] {
  let rest = output
  return parts.filter((part) => {
    const found = typeof part === 'string' ? part : part.exec(rest)?.[0]
    const index = found === undefined ? -1 : rest.indexOf(found)
    if (found !== undefined && index !== -1) rest = rest.slice(index + found.length)
    return index === -1
  })
}
