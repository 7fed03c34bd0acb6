import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { commandEnvironment, withoutEngines } from '../test-support/command-environment.test-support.ts'
import { onePixel } from '../test-support/start-emulator.test-support.ts'
import { startUpstream } from '../test-support/start-upstream.test-support.ts'

const running = new Set<ChildProcess>()
let folder: string
let server: { readonly url: string; readonly key: string; readonly child: ChildProcess; readonly output: Output }

interface Output {
  out: string
  err: string
}

/** Runs the command in the folder, which is its data directory and that of its files. */
function run(args: readonly string[], { input, ...environment }: Record<string, string | undefined> = {}) {
  const env = { ...commandEnvironment(folder), ...withoutEngines, MIRA_DATA_DIR: folder, ...environment }
  const all = ['--conditions=@mira/source', inject('serverCommand'), ...args]
  const child = spawn(process.execPath, all, { env, cwd: folder })
  running.add(child)
  const output: Output = { out: '', err: '' }
  child.stdout.on('data', (bytes) => {
    output.out += bytes
  })
  child.stderr.on('data', (bytes) => {
    output.err += bytes
  })
  child.stdin.end(input ?? '')
  const exit = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  return { child, output, exit }
}

/** Runs the command to its end. */
async function control(...args: string[]): Promise<string> {
  const { output, exit } = run(args)
  const code = await exit
  return code === 0 ? output.out : `${code}: ${output.err}`
}

async function start(...args: string[]) {
  const { child, output, exit } = run(['--port', '0', '--log-level', 'silent', ...args])
  const failed = exit.then((code) => Promise.reject(new Error(`The server exited with ${code}: ${output.err}`)))
  failed.catch(() => undefined)
  while (!output.out.includes('export OPENAI_API_KEY=')) await Promise.race([once(child.stdout, 'data'), failed])
  const url = /MIRA_BASE_URL=(\S+)/.exec(output.out)![1]!
  const key = /MIRA_API_KEY=(\S+)/.exec(output.out)![1]!
  return { child, output, url, key }
}

async function ask(content: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content }] }),
  })
  const body = await response.json()
  return body.choices?.[0]?.message.content ?? `${response.status}`
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-control-'))
  server = await start('--control', '--strict')
})
beforeEach(async () => {
  const { url, token } = JSON.parse(await readFile(join(folder, 'control.json'), 'utf8'))
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const reset = await fetch(new URL('/__mira/reset', url), { method: 'POST', headers, body: '{}' })
  expect(reset.status).toBe(200)
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

it('prints lines to paste into a shell, and keeps the access for its owner only', async () => {
  const names = [...server.output.out.matchAll(/^export (\w+)=\S+$/gm)].map(([, name]) => name)
  expect(names).toEqual([
    'MIRA_BASE_URL',
    'MIRA_API_KEY',
    'OPENAI_BASE_URL',
    'OPENAI_API_KEY',
    'MIRA_CONTROL_URL',
    'MIRA_CONTROL_TOKEN',
  ])
  expect((await stat(join(folder, 'control.json'))).mode & 0o777).toBe(0o600)
})

it('adds, lists, removes and clears fixtures, with the files that they name', async () => {
  await writeFile(join(folder, 'pixel.png'), Buffer.from(onePixel, 'base64'))
  await writeFile(
    join(folder, 'a.yaml'),
    '- name: greeting\n  answer: { text: Hello }\n- answer: { images: [{ file: pixel.png }] }\n',
  )
  const added = await control('fixtures', 'add', 'a.yaml')
  expect(added).toMatch(/^fixture_\d+ {2}greeting\nfixture_\d+ {2}a\.yaml:3\n$/)
  expect(await ask('Hi')).toBe('Hello')
  expect(await control('fixtures', 'list')).toMatch(/^ID +NAME\nfixture_\d+ +greeting\n/)
  const { data } = JSON.parse(await control('fixtures', 'list', '--json'))
  expect(await control('fixtures', 'remove', data[0].id)).toBe('')
  expect(await ask('Hi')).toBe('404')
  const piped = run(['fixtures', 'add', '-', '--test-id', 'one'], { input: '- answer: { text: Piped }' })
  expect(await piped.exit).toBe(0)
  expect([await ask('Hi'), await ask('Hi', { 'x-mira-test-id': 'one' })]).toEqual(['404', 'Piped'])
  expect(await control('fixtures', 'clear')).toBe('')
  expect(JSON.parse(await control('fixtures', 'list', '--json'))).toEqual({ data: [] })
})

it('adds, lists and clears faults', async () => {
  await control('fixtures', 'add', 'a.yaml')
  const rule = ['--status', '503', '--retry-after', '0', '--endpoint', 'chat', '--header', 'x-a=b', '--times', '1']
  expect(await control('faults', 'add', ...rule)).toMatch(/^fault_\d+ {2}\{"status":503,"retryAfterSeconds":"0"\} /)
  expect([await ask('Hi'), await ask('Hi', { 'x-a': 'b' }), await ask('Hi', { 'x-a': 'b' })]).toEqual([
    'Hello',
    '503',
    'Hello',
  ])
  await control('faults', 'add', '--half-open', '--test-id', 'one')
  expect(await control('faults', 'list', '--test-id', 'one')).toContain('{"halfOpen":true}')
  expect(await control('faults', 'list')).not.toContain('halfOpen')
  await control('faults', 'clear')
  expect(await control('faults', 'list')).toBe('')
})

it('prints the journal, follows it and waits for requests', async () => {
  await control('fixtures', 'add', 'a.yaml')
  const follower = run(['journal', '--follow', '--json', '--path', '/v1/chat/completions'])
  const waiting = control('wait', '--contains', 'second', '--count', '1')
  await ask('first')
  await ask('second', { 'x-mira-test-id': 'one' })
  expect(await waiting).toMatch(/POST \/v1\/chat\/completions {2}200 {2}\d+ ms {2}test one {2}fixture greeting\n$/)
  await expect.poll(() => follower.output.out.trim().split('\n')).toHaveLength(2)
  for (const line of follower.output.out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ status: 200 })
  follower.child.kill()
  await follower.exit
  expect((await control('journal', '--limit', '1')).trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(await control('journal', '--test-id', 'one', '--json'))).toHaveLength(1)
  expect(await control('wait', '--contains', 'never', '--within', '10ms')).toMatch(/^1: .*0 of 1 requests matched/)
})

it('saves and restores snapshots, and moves the clock', async () => {
  await control('fixtures', 'add', 'a.yaml')
  expect(await control('snapshot', 'save', 'begun')).toBe('Saved begun\n')
  await control('reset')
  expect(await ask('Hi')).toBe('404')
  expect(await control('snapshot', 'restore', 'begun')).toBe('Restored begun\n')
  expect(await ask('Hi')).toBe('Hello')
  expect(await control('snapshot', 'list')).toMatch(/^NAME +TEST +TIME\nbegun +all +\d{4}-/)
  await control('snapshot', 'remove', 'begun')
  expect(await control('snapshot', 'restore', 'begun')).toMatch(/^1: .*No snapshot has the name "begun"/)
  expect(await control('clock', 'advance', '2h')).toContain('7200000 ms ahead')
  expect(await control('clock', 'show')).toContain('7200000 ms ahead')
})

it('seeds keys and balances', async () => {
  const { key, userId } = JSON.parse(await control('seed', '--balance', '500', '--test-id', 'one', '--json'))
  await control('fixtures', 'add', 'a.yaml', '--test-id', 'one')
  expect(await ask('Hi', { authorization: `Bearer ${key}` })).toBe('Hello')
  expect(await control('seed', '--user', userId, '--balance', '100')).toMatch(/^\d+ kopecks\n$/)
  expect(await control('seed')).toMatch(/^sk-mira-[0-9a-f]{40}\n$/)
})

it.each([
  { exitCode: 2, args: ['faults', 'add'], error: 'A fault needs at least one of its options, such as --status 503' },
  {
    exitCode: 2,
    args: ['faults', 'add', '--status', 'x'],
    error: "Option '--status <code>' argument 'x' is invalid. Expected a whole number",
  },
  { exitCode: 1, args: ['faults', 'add', '--status', '200'], error: 'faults[0].fault.status: ' },
  { exitCode: 2, args: ['fixtures', 'add', 'none.yaml'], error: 'Cannot open none.yaml: no such file or directory.' },
  {
    exitCode: 1,
    args: ['fixtures', 'add', 'broken.yaml'],
    error: 'broken.yaml:1: fixture 1: answer: unrecognized key: "txt"',
  },
  {
    exitCode: 2,
    args: ['clock', 'advance', 'soon'],
    error: '"soon" is not a duration. Expected a duration, such as 500ms',
  },
  { exitCode: 2, args: ['seed', '--user', 'x'], error: '--user needs the amount to add: --balance <kopecks>' },
  { exitCode: 2, args: ['seed', '--plan', 'gold'], error: 'Expected one of free, pro' },
  { exitCode: 1, args: ['reset', '--token', 'wrong'], error: 'The control API requires its token' },
  { exitCode: 2, args: ['reset', '--url', 'http://127.0.0.1:47999'], error: 'pass --token or set MIRA_CONTROL_TOKEN' },
  {
    exitCode: 1,
    args: ['reset', '--url', 'http://127.0.0.1:47999', '--token', 'x'],
    error: 'Cannot reach http://127.0.0.1:47999 (ECONNREFUSED). Is the server running? The address came from --url.',
  },
  {
    exitCode: 2,
    args: ['reset', '--url', 'x', '--token', 'x'],
    error: 'Expected an http: or https: URL in --url, received "x"',
  },
  {
    exitCode: 2,
    args: ['reset', '--data-dir', '/nowhere'],
    error: 'No running server found: /nowhere/control.json does not exist',
  },
  {
    exitCode: 2,
    args: ['record', '--target', 'ftp://x', '--data-dir', 'other'],
    error: 'must be an http: or https: URL',
  },
  {
    exitCode: 2,
    args: ['record', '--target', 'http://x', '--key-env', 'NONE'],
    error: 'The environment variable NONE of --key-env is not set',
  },
  { exitCode: 2, args: ['--speed', '0'], error: 'Expected a number above 0, or max.' },
])('rejects $args with advice', async ({ args, error, exitCode }) => {
  await writeFile(join(folder, 'broken.yaml'), '- answer: { txt: x }\n')
  const failure = await control(...args)
  expect(failure).toContain(error)
  expect(failure).toMatch(new RegExp(`^${exitCode}: mira-server: `))
})

it.each(['', 'faults add', 'journal', 'record'])('explains %j', async (command) => {
  const args = [...command.split(' ').filter((word) => word !== ''), '--help']
  const help = await control(...args)
  expect(help).toMatch(/^Usage: mira-server/)
  for (const line of help.split('\n')) expect(line).not.toMatch(/undefined/)
})

it('finds a server by the environment, and removes its file when it stops', async () => {
  const own = await mkdtemp(join(tmpdir(), 'mira-start-'))
  const { child, output, url } = await start('--control', '--data-dir', own)
  const token = /MIRA_CONTROL_TOKEN=(\S+)/.exec(output.out)![1]!
  const found = run(['clock', 'show'], { MIRA_CONTROL_URL: `${url}/__mira`, MIRA_CONTROL_TOKEN: token })
  expect(await found.exit).toBe(0)
  expect(existsSync(join(own, 'control.json'))).toBe(true)
  child.kill('SIGTERM')
  await once(child, 'close')
  expect(existsSync(join(own, 'control.json'))).toBe(false)
  await rm(own, { recursive: true })
})

it('records an API of another process and replays it without that process', async () => {
  const own = await mkdtemp(join(tmpdir(), 'mira-record-'))
  const upstream = await startUpstream(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const text of ['a', 'b']) response.write(`data: ${text}\n\n`)
    response.end('data: [DONE]\n\n')
  })
  const out = join(own, 'recorded')
  const args = ['--port', '0', '--data-dir', own, '--log-level', 'silent']
  const first = run(['record', '--target', upstream.url, '--out', out, '--key-env', 'TARGET_KEY', ...args], {
    TARGET_KEY: 'sk-target-0123456789abcdef',
  })
  await expect.poll(() => first.output.out).toContain('export OPENAI_API_KEY=')
  const read = (output: Output) =>
    fetch(`${/MIRA_BASE_URL=(\S+)/.exec(output.out)![1]}/v1/stream`, {
      headers: { authorization: `Bearer ${/MIRA_API_KEY=(\S+)/.exec(output.out)?.[1] ?? 'none'}` },
    }).then((response) => response.text())
  const recorded = await read(first.output)
  expect(upstream.requests[0]!.headers.authorization).toBe('Bearer sk-target-0123456789abcdef')
  first.child.kill('SIGTERM')
  await first.exit
  await upstream[Symbol.asyncDispose]()
  expect(await readdir(out)).toEqual(['0001-get-v1-stream.yaml'])
  const second = run(['--fixtures', out, '--strict', '--speed', 'max', ...args])
  await expect.poll(() => second.output.out).toContain('export OPENAI_BASE_URL=')
  expect(await read(second.output)).toBe(recorded)
  second.child.kill('SIGTERM')
  await second.exit
  await rm(own, { recursive: true })
})

it('leaves only complete recordings when it is killed', async () => {
  const own = await mkdtemp(join(tmpdir(), 'mira-killed-'))
  await using upstream = await startUpstream((_request, response) => {
    response.setHeader('content-type', 'audio/mpeg').end(Buffer.alloc(100_000, 7))
  })
  const out = join(own, 'recorded')
  const args = ['--port', '0', '--data-dir', own, '--log-level', 'silent']
  const recorder = run(['record', '--target', upstream.url, '--out', out, ...args])
  await expect.poll(() => recorder.output.out).toContain('export OPENAI_API_KEY=')
  const [, url] = /MIRA_BASE_URL=(\S+)/.exec(recorder.output.out)!
  const requests = Array.from({ length: 40 }, (_, index) =>
    fetch(`${url}/v1/files/${index}`).then((response) => response.arrayBuffer()),
  )
  await Promise.race(requests)
  recorder.child.kill('SIGKILL')
  await recorder.exit
  await Promise.allSettled(requests)
  const replayer = run(['--fixtures', out, '--strict', '--speed', 'max', ...args])
  await expect.poll(() => replayer.output.out + replayer.output.err).toContain('export OPENAI_BASE_URL=')
  const [, replayUrl] = /MIRA_BASE_URL=(\S+)/.exec(replayer.output.out)!
  const recorded = (await readdir(out)).filter((name) => name.endsWith('.yaml'))
  for (const name of recorded) {
    const [, id] = /files-(\d+)\.yaml$/.exec(name)!
    expect((await (await fetch(`${replayUrl}/v1/files/${id}`)).arrayBuffer()).byteLength).toBe(100_000)
  }
  replayer.child.kill('SIGTERM')
  await replayer.exit
  await rm(own, { recursive: true })
})
