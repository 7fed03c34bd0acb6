import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Binary, findBinary, findBun } from './binaries.ts'
import { bundle } from './bundle.ts'
import { startWorker, workerd } from './worker-process.ts'

/** A running example server with `@mira/proxy`. */
export interface RunningHost extends AsyncDisposable {
  readonly url: string
}

/** Upstream API of the proxy. */
export interface Upstream {
  readonly baseUrl: string
  readonly apiKey: string
}

/** A runtime with a proxy example. */
export interface ProxyHost {
  readonly name: string
  readonly isMissing?: string | undefined
  start(project: string, upstream: Upstream): Promise<RunningHost>
}

const denoFlags = ['run', '--allow-net', '--allow-env', '--no-config', '--no-lock']

/** All runtimes with a proxy example. */
export const proxyHosts: readonly ProxyHost[] = [
  programHost({ name: 'Bun', example: 'bun', binary: findBun(), flags: [] }),
  programHost({ name: 'Deno', example: 'deno', binary: findBinary('@deno/linux-x64-glibc', 'deno'), flags: denoFlags }),
  {
    name: 'workerd',
    isMissing: workerd.isMissing,
    async start(project, { baseUrl, apiKey }) {
      const code = await bundle(project, 'proxy/worker.ts', { format: 'esm', conditions: ['workerd', 'worker'] })
      return startWorker(join(project, 'proxy-worker'), code, { MIRA_API_KEY: apiKey, MIRA_BASE_URL: baseUrl })
    },
  },
]

interface Program {
  readonly name: string
  readonly example: string
  readonly binary: Binary
  readonly flags: readonly string[]
}

function programHost({ name, example, binary, flags }: Program): ProxyHost {
  return {
    name,
    isMissing: binary.isMissing,
    async start(project, { baseUrl, apiKey }) {
      const file = join(project, `proxy-${example}.mjs`)
      const options = { format: 'esm', conditions: [example], external: ['node:*'] } as const
      writeFileSync(file, await bundle(project, `proxy/${example}.ts`, options))
      const env = { ...process.env, PORT: '0', MIRA_API_KEY: apiKey, MIRA_BASE_URL: baseUrl }
      const child = spawn(binary.path, [...flags, file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(child, 'exit')
      const line = await Promise.race([
        once(child.stdout, 'data').then(([bytes]) => String(bytes)),
        ended.then(([status]) => `exit code ${status}`),
      ])
      const port = /listening on (\d+)/.exec(line)?.[1]
      if (!port) throw new Error(`${example}.ts printed: ${line}`)
      return {
        url: `http://127.0.0.1:${port}`,
        async [Symbol.asyncDispose]() {
          child.kill('SIGKILL')
          await ended
        },
      }
    },
  }
}
