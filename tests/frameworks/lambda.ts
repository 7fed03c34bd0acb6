// Runs the handler for AWS Lambda in the runtime client of AWS, against a Runtime API and a function URL of its own. The
// packages must be built; npm takes the client from its cache or registry.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '@mira/server'
import { pack } from '@mira/tests-pack/lib/pack.ts'
import { Verdicts } from '@mira/tests-size/verdicts'
import { checkStream, postChat } from './lib/check-route.ts'
import type { Api } from './lib/next-app.ts'
import { createPausingEngine } from './lib/pausing-engine.ts'
import { startRuntimeApi } from './lib/runtime-api.ts'

const workspace = resolve(import.meta.dirname, '../..')

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-lambda-'))
try {
  const project = await install()
  const engine = createPausingEngine()
  await using server = await startServer({ engines: { chat: engine } })
  await using runtime = await startRuntimeApi()
  await using _ = startFunction(project, runtime.host, server)
  const { origin } = runtime
  verdicts.note('the first delta arrives before the second exists', await checkStream(origin, engine))
  const { status } = await postChat(origin, { headers: { 'content-type': 'application/json' } })
  verdicts.note('a visitor without a session is rejected', status === 401 ? [] : [`the status is ${status}`])
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

async function install(): Promise<string> {
  const project = join(folder, 'project')
  cpSync(join(import.meta.dirname, 'lambda'), project, { recursive: true })
  for (const name of ['lambda.ts', 'mira.ts']) {
    cpSync(join(workspace, 'examples/frameworks', name), join(project, name))
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const sources = ['core', 'proxy'].map((name) => join(workspace, 'packages', name))
  const tarballs = pack(sources, folder).map(({ tarball }) => tarball)
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const others = ['aws-lambda-ric@4.0.2', 'hono@4.13.19']
  await promisify(execFile)('npm', ['install', ...flags, ...others, ...tarballs], { cwd: project })
  return project
}

/** Starts the function as Lambda does: with its task and the address of the Runtime API in the environment. */
function startFunction(project: string, runtimeApi: string, { url, apiKey }: Api): AsyncDisposable {
  const client = join(project, 'node_modules/aws-lambda-ric/index.mjs')
  const child = spawn(process.execPath, ['--require', './native.cjs', client], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      MIRA_API_KEY: apiKey,
      MIRA_BASE_URL: url,
      AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
      AWS_LAMBDA_RUNTIME_API: runtimeApi,
      AWS_LAMBDA_FUNCTION_NAME: 'mira',
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: 'mira',
      AWS_LAMBDA_LOG_STREAM_NAME: 'mira',
      LAMBDA_TASK_ROOT: project,
      _HANDLER: 'handler.handler',
    },
  })
  return {
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'close')
      child.kill('SIGKILL')
      await ended
    },
  }
}
