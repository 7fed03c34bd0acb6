import { join, resolve } from 'node:path'
import { startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, conditions, type Program, type Result, type RunOptions, run } from './cli-host.ts'

const files = resolve(import.meta.dirname, '../../examples/node/files')

let server: Awaited<ReturnType<typeof startServer>>
let program: Program
let environment: Readonly<Record<string, string>>
beforeAll(async () => {
  ;[server, program] = await Promise.all([startServer({ warmUp: true }), buildProgram()])
  const { PATH = '' } = process.env
  environment = { PATH, HOME: program.folder, MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey! }
}, 120_000)
afterAll(async () => {
  await server.close()
  await program[Symbol.asyncDispose]()
})

/** Runs `mira` like a shell. */
function mira(args: readonly string[], { env, ...options }: RunOptions = {}): Promise<Result> {
  const command = [process.execPath, conditions, program.bin, ...args] as const
  return run(command, program.folder, { ...options, env: { ...environment, ...env } })
}

/** Runs a script in bash, in which `mira` is a command. */
function bash(script: string, { env, ...options }: RunOptions = {}): Promise<Result> {
  const define = `mira() { "${process.execPath}" ${conditions} "${program.bin}" "$@"; }`
  const shell = ['bash', '-c', `set -o pipefail; ${define}; ${script}`] as const
  return run(shell, program.folder, { ...options, env: { ...environment, ...env } })
}

/** Asserts that a command succeeded without a remark, and returns its output. */
async function succeed(args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, out, err } = await mira(args, options)
  expect([code, err]).toEqual([0, ''])
  return out
}

const json = async (args: readonly string[], options?: RunOptions) =>
  JSON.parse(await succeed([...args, '--json'], options))

describe('chat', () => {
  it('answers', async () => {
    expect(await succeed(['chat', 'What is 12 % of 250?'])).toMatch(/30\n$/)
    expect(await succeed(['chat', 'What', 'is', '6', 'times', '7?', '-s', 'Reply with only the number.'])).toMatch(
      /42\n$/,
    )
    expect(await succeed(['chat', 'Which colors are these?', '-f', join(files, 'sunset.png')])).toMatch(/pink/)
  })

  it('takes piped text as context, or as the prompt', async () => {
    const input = 'Mary has 3 cats.'
    expect(await succeed(['chat', 'How many cats are there?'], { input })).toMatch(/3/)
    expect(await succeed(['chat', '-'], { input: 'Сколько будет 6 умножить на 7?' })).toMatch(/42/)
    expect(await succeed(['chat'], { input: 'What is 6 times 7?' })).toMatch(/42/)
  })

  it('prints one object, or each chunk as a line', async () => {
    expect(await json(['chat', 'What is 6 times 7?'])).toMatchObject({
      object: 'chat.completion',
      text: '6 * 7 = 42',
      usage: { total_tokens: expect.any(Number) },
    })
    const lines = (await succeed(['chat', 'What is 6 times 7?', '--json-stream'])).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).text).join('')).toBe('6 * 7 = 42')
  })

  it('says that an answer is truncated', async () => {
    const { code, out, err } = await mira(['chat', 'Count from 1 to 50.', '--max-tokens', '5'])
    expect(code).toBe(0)
    expect(out).toMatch(/^1, 2.*\n$/)
    expect(err).toBe('mira: The answer was truncated at its maximum length; allow more with --max-tokens.\n')
  })

  it('ends cleanly when the reader of its pipe is gone', async () => {
    const { code, out, err } = await bash('mira chat --json-stream "Count from 1 to 500." | head -1')
    expect([code, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toMatchObject({ object: 'chat.completion.chunk' })
  })
})
