import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeFailure, type Failure } from './describe-failure.ts'
import { createProgram } from './program.ts'

let folder: string
let dataDir: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-failures-'))
  dataDir = join(folder, 'data')
  await mkdir(dataDir)
  await writeFile(join(folder, 'broken.json'), '{')
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs a command line that fails. `{folder}` in an argument is the folder of the test. */
async function fail(line: string): Promise<Failure> {
  const words = line.split(' ').map((word) => (word === "''" ? '' : word.replace('{folder}', folder)))
  const args = ['--data-dir', dataDir, ...words]
  const program = createProgram('mira-server')
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    const { message, exitCode } = describeFailure(error, program, args)
    return { message: message?.replaceAll(folder, '{folder}'), exitCode }
  }
  throw new Error(`mira-server ${line} did not fail`)
}

const capabilities =
  'chat, embeddings, moderation, images, vision, image-moderation, video, speech, transcription, punctuation, turn-detection, music'

it.each([
  // Commands
  ['sart', `Unknown command 'sart'. Did you mean start? See "mira-server --help".`],
  ['user list', `Unknown command 'user'. Did you mean users? See "mira-server --help".`],
  ['version', `Unknown command 'version'. See "mira-server --help".`],
  ['keys crate Ada', `Unknown command 'crate'. Did you mean create? See "mira-server keys --help".`],
  ['keys create', "Missing required argument 'user'. Usage: mira-server keys create [options] <user>"],
  [
    'keys create Ada Bob',
    "Too many arguments for 'create'. Expected 1 argument but got 2: Ada, Bob. Usage: mira-server keys create [options] <user>",
  ],
  ['topup Ada', "Missing required argument 'rubles'. Usage: mira-server topup [options] <user> <rubles>"],
  [
    'worker now',
    "Too many arguments for 'worker'. Expected 0 arguments but got 1: now. Usage: mira-server worker [options]",
  ],
  // Options
  ['--prot 80', `Unknown option '--prot'. Did you mean --port? See "mira-server --help".`],
  [
    'users create Ada --paln pro',
    `Unknown option '--paln'. Did you mean --plan? See "mira-server users create --help".`,
  ],
  [
    '--port web',
    `Option '-p, --port <number>' argument 'web' is invalid. Expected 0 to 65535. See "mira-server --help".`,
  ],
  [
    '--metrics here',
    `Option '--metrics <[host:]port>' argument 'here' is invalid. Expected 0 to 65535. See "mira-server --help".`,
  ],
  [
    '--engine chat',
    `Option '--engine <capability=source...>' argument 'chat' is invalid. Expected capability=source, with one of ${capabilities}. See "mira-server --help".`,
  ],
  [
    '--drain-delay -1',
    `Option '--drain-delay <seconds>' argument '-1' is invalid. Expected a number of seconds above 0. See "mira-server --help".`,
  ],
  [
    '--trusted-proxy proxy.example',
    `Option '--trusted-proxy <cidr...>' argument 'proxy.example' is invalid. Trusted proxy "proxy.example" is invalid: expected an address or a CIDR block such as 10.0.0.0/8. See "mira-server --help".`,
  ],
  [
    '--log-level loud',
    `Option '--log-level <level>' argument 'loud' is invalid. Allowed choices are fatal, error, warn, info, debug, silent. See "mira-server --help".`,
  ],
  [
    'users create Ada --plan gold',
    `Option '--plan <plan>' argument 'gold' is invalid. Allowed choices are free, pro, max, enterprise, local. See "mira-server users create --help".`,
  ],
  [
    'users create Ada --subscription-days 0.5',
    `Option '--subscription-days <days>' argument '0.5' is invalid. Expected a whole number of days. See "mira-server users create --help".`,
  ],
  [
    'usage export --start monday',
    `Option '--start <day>' argument 'monday' is invalid. Expected YYYY-MM-DD. See "mira-server usage export --help".`,
  ],
  ['record', `Required option '--target <url>' not specified. See "mira-server record --help".`],
  [
    '--public-url mira.example',
    `Option '--public-url <url>' argument 'mira.example' is invalid. Expected an http: or https: URL, such as http://127.0.0.1:11434/v1. See "mira-server --help".`,
  ],
  [
    '--upstream-url localhost:11434',
    `Option '--upstream-url <url>' argument 'localhost:11434' is invalid. Expected an http: or https: URL, such as http://127.0.0.1:11434/v1. See "mira-server --help".`,
  ],
  // Options that need others
  [
    '--upstream-model llama3.2',
    '--upstream-model llama3.2 needs the API that has it: add --upstream-url <url>, such as http://127.0.0.1:11434/v1.',
  ],
  [
    '--upstream-voice buzz',
    '--upstream-voice buzz needs the API that has it: add --upstream-url <url>, such as http://127.0.0.1:11434/v1.',
  ],
  [
    '--upstream-speech-model tts-1',
    '--upstream-speech-model tts-1 needs the API that has it: add --upstream-url <url>, such as http://127.0.0.1:11434/v1.',
  ],
  ['--expose-control', '--expose-control opens the control API, which is not served: add --control.'],
  ['--metrics 0.0.0.0:0', 'Listening on 0.0.0.0 exposes the server to the network; add --expose to allow it.'],
  ['--host 0.0.0.0', 'Listening on 0.0.0.0 exposes the server to the network; add --expose to allow it.'],
  ['--database-url mysql://localhost', '--database-url must begin with postgres://.'],
  ['--media-url bucket', '--media-url must be s3://bucket or s3://bucket/prefix.'],
  ['--dev-key secret', 'An API key must be "sk-mira-" followed by 40 hex digits (0-9, a-f).'],
  ['worker --workers 0', '--workers is 0; a worker must run at least 1 job.'],
  [
    'record --target https://api.openai.com --key-env NO_SUCH_KEY',
    'The environment variable NO_SUCH_KEY of --key-env is not set: set it to the API key.',
  ],
  // Files
  ['--prices {folder}/missing.json', 'Cannot open {folder}/missing.json: no such file or directory.'],
  ['--fixtures {folder}/missing', 'Cannot open {folder}/missing: no such file or directory.'],
  [
    'backup {folder}/copy.db --data-dir {folder}/empty',
    'No database in {folder}/empty; name the directory of the server with --data-dir.',
  ],
  ['restore {folder}/none.db', 'File {folder}/none.db not found.'],
  // Values
  ["users create ''", 'The name of the user is empty.'],
  ['topup Ada 1.234', 'Invalid amount 1.234: expected rubles above 0, such as 250 or 99.50.'],
  ['topup Ada 0', 'Invalid amount 0: expected rubles above 0, such as 250 or 99.50.'],
  ['topup Ada ten', 'Invalid amount ten: expected rubles above 0, such as 250 or 99.50.'],
  ['usage export --start 2026-01-02 --end 2026-01-01', '--start is after --end.'],
  [
    'pull gpt-9',
    '"gpt-9" is not a model; use hf:owner/repo[:quantization|/file][@revision], or a name of the catalog: smollm2-135m (chat).',
  ],
  ['journal --url here', 'Expected an http: or https: URL in --url, received "here"'],
  [
    'journal --url http://127.0.0.1:8787',
    'The control API requires its token: pass --token or set MIRA_CONTROL_TOKEN.',
  ],
  [
    'journal',
    'No running server found: {folder}/data/control.json does not exist. Start one with --control, or pass --url and --token.',
  ],
  [
    'clock advance soon --url http://127.0.0.1:8787 --token x',
    '"soon" is not a duration. Expected a duration, such as 500ms, 30s, 5m, 2h or 1d.',
  ],
])('%s', async (line, message) => {
  expect(await fail(line)).toEqual({ message, exitCode: 2 })
})

it.each([
  [
    'keys create Ada',
    'User "Ada" not found in {folder}/data. List the users with "users list", or add one with "users create".',
  ],
  [
    'topup Ada 1',
    'User "Ada" not found in {folder}/data. List the users with "users list", or add one with "users create".',
  ],
  ['keys revoke 7', 'Key "7" not found; list the ids with "keys list"'],
])('%s finds nothing', async (line, message) => {
  expect(await fail(line)).toEqual({ message, exitCode: 1 })
})

it('names a file that is not JSON', async () => {
  const { message, exitCode } = await fail('--prices {folder}/broken.json')
  expect(message).toMatch(/^\{folder\}\/broken\.json is not JSON: .+\.$/)
  expect(exitCode).toBe(2)
})

it('prints help for a group of commands without a command', async () => {
  const program = createProgram('mira-server').configureOutput({ writeErr: () => undefined })
  program.commands.find((command) => command.name() === 'keys')!.configureOutput({ writeErr: () => undefined })
  const error = await program.parseAsync(['keys'], { from: 'user' }).catch((reason: unknown) => reason)
  expect(describeFailure(error, program, ['keys'])).toEqual({ message: undefined, exitCode: 2 })
})

it.each(['--port', '--metrics'])('names the port of %s that is in use', async (flag) => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  try {
    const others = flag === '--port' ? '' : '--port 0 '
    expect(await fail(`${others}${flag} ${port} --log-level silent`)).toEqual({
      message: `Port ${port} of 127.0.0.1 is in use. Stop the program that uses it, or choose another port with ${flag}; 0 picks a free one.`,
      exitCode: 1,
    })
  } finally {
    holder.close()
  }
})

it('says that this machine does not have an address', async () => {
  expect(await fail('--host 203.0.113.7 --expose --port 0 --log-level silent')).toEqual({
    message:
      'This machine does not have the address 203.0.113.7. Choose one of its addresses with --host, or 0.0.0.0 for all.',
    exitCode: 1,
  })
})

it('names the database that cannot be reached', async () => {
  const { message, exitCode } = await fail('users list --database-url postgres://ada:secret@127.0.0.1:1/mira')
  expect(message).toMatch(/connect ECONNREFUSED 127\.0\.0\.1:1\.$/)
  expect(message).not.toContain('secret')
  expect(exitCode).toBe(1)
})
