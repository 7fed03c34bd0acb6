import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'

const examples = resolve(import.meta.dirname, '../../examples')

const counted = /^1, 2, 3, .*19, 20$/m
const reasoning = /^Reasoning: .*6 \* 7 = 42$/m

/** Expected output of each program, in any order. */
const recipes: Readonly<Record<string, readonly RegExp[]>> = {
  'langchain/langchain.ts': [
    /= 30 \{[^}]* total_tokens: [1-9]/,
    counted,
    /^It is sunny in Paris\.$/m,
    /^Anna orders 3$/m,
    reasoning,
    /^2 vectors$/m,
    /^stopped$/m,
  ],
  'llamaindex/llamaindex.ts': [
    /= 30 [1-9]\d*$/m,
    counted,
    /^[1-9]\d* tokens$/m,
    /^1 It is sunny in Paris\.$/m,
    /^Anna orders 3$/m,
    reasoning,
    /^2 vectors$/m,
  ],
  'mastra/mastra.js': [
    /^It is sunny in Paris\. in 2 steps$/m,
    counted,
    /^[1-9]\d* tokens$/m,
    /^Anna orders 3$/m,
    reasoning,
    /^stopped$/m,
  ],
}

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

it.each(Object.entries(recipes))('%s works against the server', { timeout: 600_000 }, async (program, expected) => {
  const output = await run(join(examples, program))
  for (const part of expected) expect(output).toMatch(part)
  expect(output).not.toMatch(/sk-mira-/)
})

async function run(program: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@mira/source', program], {
    timeout: 590_000,
    env: {
      ...process.env,
      MIRA_BASE_URL: server.url,
      MIRA_API_KEY: server.apiKey,
      // Nothing but the server is called.
      MASTRA_TELEMETRY_DISABLED: '1',
      LANGSMITH_TRACING: 'false',
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    },
  })
  return stdout + stderr
}
