import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const dockerfile = readFileSync(join(root, 'deploy/Dockerfile.small'), 'utf8')
const image = dockerfile.slice(dockerfile.lastIndexOf('FROM '))

/** Runs pnpm as the Dockerfile does, in the repository. */
async function pnpm(...args: readonly string[]): Promise<void> {
  const [, version] = /pnpm@([\d.]+)/.exec(dockerfile)!
  await run('npx', ['--yes', `pnpm@${version}`, ...args], { cwd: root, maxBuffer: 64 * 1_024 * 1_024 })
}

/** Lays out in a directory what the Dockerfile copies into the image. */
async function layOut(directory: string): Promise<void> {
  const [, filter, command] = /--filter (\S+) (deploy .*) \/application$/m.exec(dockerfile)!
  if (!existsSync(join(root, 'packages/server/dist/bin.js'))) await pnpm('--filter', `${filter}...`, 'run', 'build')
  const built = join(directory, 'build')
  await pnpm('--filter', filter!, ...command!.split(' '), '--prefer-offline', built)
  for (const [, from, to] of image.matchAll(/^COPY --from=build (\S+) (\S+)$/gm)) {
    expect(from).toBe('/application')
    await cp(built, join(directory, to!), { recursive: true, verbatimSymlinks: true })
  }
  await rm(built, { recursive: true })
}

/** Returns the program and the arguments of the entry point, within a directory that stands for the root. */
function readEntry(directory: string): string[] {
  const [, target, name] = /ln -s (\S+) \/usr\/local\/bin\/(\S+)/.exec(image)!
  const [command, ...args] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(image)![1]!) as string[]
  expect(command).toBe(name)
  return [join(directory, target!), ...args, ...(JSON.parse(/^CMD (\[.*\])$/m.exec(image)![1]!) as string[])]
}

it('starts from what its Dockerfile copies, and answers from fixtures', { timeout: 300_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'mira-image-'))
  try {
    await layOut(directory)
    await mkdir(join(directory, 'data'))
    const options = ['--port', '0', '--fixtures', join(root, 'examples/testing/fixtures'), '--strict']
    const child = spawn(process.execPath, [...readEntry(directory), ...options], {
      cwd: directory,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', MIRA_DATA_DIR: join(directory, 'data'), HOME: directory },
    })
    try {
      let output = ''
      child.stdout.on('data', (bytes) => {
        output += bytes
      })
      await expect.poll(() => output).toContain('openapi.json')
      const [, port] = /http:\/\/\S+:(\d+)\/v1/.exec(output)!
      const [key] = /sk-mira-[0-9a-f]{40}/.exec(output)!
      expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toMatchObject({ status: 'ok' })
      const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'Weather in Paris?' }] }),
      })
      expect((await response.json()).choices[0].message.tool_calls[0].function.name).toBe('get_weather')
    } finally {
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
    }
  } finally {
    await rm(directory, { recursive: true })
  }
})

it('builds where a container engine runs', { timeout: 900_000 }, async () => {
  const hasEngine = await run('docker', ['info']).then(
    () => true,
    () => false,
  )
  if (!hasEngine) {
    process.stdout.write('No container engine runs here: the image itself was not built.\n')
    return
  }
  await run('docker', ['build', '-f', 'deploy/Dockerfile.small', '-t', 'mira-server:test', '.'], { cwd: root })
})
