import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { styleText } from 'node:util'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createClientAddress } from '../accounts/client-address.ts'
import { parseModelSource } from '../models/model-source.ts'
import type { MetricsAddress } from '../observability/metrics-listener.ts'
import { version } from '../version.ts'
import { addBackupCommands } from './backup-commands.ts'
import { capabilityNames, type EngineSources } from './choose-engines.ts'
import { controlTokenVariable } from './control-connection.ts'
import { addFaultCommands } from './fault-commands.ts'
import { addFixtureCommands } from './fixture-commands.ts'
import { addJournalCommands } from './journal-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { addModelCommands } from './model-commands.ts'
import { addRecordCommand } from './record-command.ts'
import { type CommandOptions, runServer } from './run-server.ts'
import { addStartCommand } from './start-command.ts'
import { addStateCommands } from './state-commands.ts'
import { addUsageCommands } from './usage-commands.ts'
import { addUserCommands } from './user-commands.ts'
import { visibleGlobalOptions } from './visible-global-options.ts'
import { addWorkerCommand } from './worker-command.ts'

const environmentHelp = `
Exit codes: 0 ok, 1 failed, 2 wrong command line, or a model to download first,
130 interrupted`

/**
 * Creates the command line of the server.
 *
 * @param name - Name under which the command was called.
 */
export function createProgram(name: string): Command {
  const program = new Command(name)
    .description('Serves the vMira API on this machine, with real engines')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    // Failures are thrown, and reported in one place.
    .configureOutput({ outputError: () => undefined })
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions,
      styleTitle: (title) => styleText('bold', title, { validateStream: false }),
    })
    .addHelpText('after', environmentHelp)
  for (const option of [...serverOptions(), ...engineOptions(), ...operationOptions(), ...emulatorOptions()])
    program.addOption(option)
  const groups = {
    'Commands:': [addStartCommand, addWorkerCommand, addRecordCommand],
    'Commands for models:': [addModelCommands],
    'Commands for accounts:': [addUserCommands, addKeyCommands, addUsageCommands, addBackupCommands],
    'Commands for a running server (--control):': [
      addFixtureCommands,
      addFaultCommands,
      addJournalCommands,
      addStateCommands,
    ],
  }
  for (const [heading, adders] of Object.entries(groups)) {
    program.commandsGroup(heading)
    for (const addCommands of adders) addCommands(program)
  }
  return program
    .helpCommand('help [command]', 'show the help of a command')
    .allowExcessArguments()
    .action(async (options: CommandOptions) => {
      rejectUnknownCommand(program)
      await runServer(options, name)
    })
}

/** @throws {CommanderError} with a similar command, if there is one, when the first argument is no command. */
function rejectUnknownCommand(program: Command): void {
  const [word] = program.args
  if (word === undefined) return
  // A command with an action takes every word as its argument; one without looks for the most similar command.
  const finder = new Command(program.name()).exitOverride().configureOutput({ outputError: () => undefined })
  for (const command of program.commands) finder.command(command.name())
  finder.parse([word], { from: 'user' })
}

/** Options of the listener, the data and access. */
function serverOptions(): Option[] {
  return [
    new Option('-p, --port <number>', 'port to listen on; 0 picks a free port')
      .env('PORT')
      .default(8787)
      .argParser(toPort),
    new Option('--host <address>', 'address to listen on').default('127.0.0.1'),
    new Option('--expose', 'allow listening on a non-loopback address'),
    new Option('--data-dir <path>', 'directory for API keys, usage and files')
      .env('MIRA_DATA_DIR')
      .default(join(homedir(), '.mira', 'server')),
    new Option(
      '--database-url <url>',
      'PostgreSQL URL, postgres://…, to use instead of SQLite; several servers may share it',
    ).env('MIRA_DATABASE_URL'),
    new Option('--media-url <url>', 'bucket for generated files, s3://…, with AWS_* credentials').env('MIRA_MEDIA_URL'),
    new Option('--media-endpoint <url>', 'S3-compatible service of the bucket')
      .env('MIRA_MEDIA_ENDPOINT')
      .argParser(toHttpUrl),
    new Option('--public-url <url>', 'public address of the server, used in file URLs')
      .env('MIRA_PUBLIC_URL')
      .argParser(toHttpUrl),
    new Option('--dev-key <key>', 'API key to accept, sk-mira- followed by 40 hex digits').env('MIRA_DEV_KEY'),
    new Option('--allow-origin <origin...>', 'origins whose pages may call the API; * allows all'),
    new Option('--trusted-proxy <cidr...>', 'proxies whose X-Forwarded-For or Forwarded header names the client')
      .env('MIRA_TRUSTED_PROXY')
      .argParser(toBlocks),
  ]
}

/** Options that select engines. */
function engineOptions(): Option[] {
  return [
    new Option(
      '--engine <capability=source...>',
      `engine of a capability (${capabilityNames.map(([name]) => name).join(', ')}): local, off, a name of the catalog, hf:owner/repo[:quantization], ./file or https://host/v1#model`,
    ).argParser(toEngines),
    new Option('--pull', 'download the models of --engine that are missing'),
    new Option('--model <file.gguf>', 'local chat model; requires the package node-llama-cpp'),
    new Option('--upstream-url <url>', 'OpenAI-compatible API for chat').env('MIRA_UPSTREAM_URL').argParser(toHttpUrl),
    new Option('--upstream-key-env <name>', 'environment variable with the API key of the upstream').default(
      'MIRA_UPSTREAM_API_KEY',
    ),
    new Option('--upstream-model <id>', 'chat model of the upstream').env('MIRA_UPSTREAM_MODEL'),
    new Option('--upstream-embedding-model <id>', 'embedding model of the upstream').env(
      'MIRA_UPSTREAM_EMBEDDING_MODEL',
    ),
    new Option('--upstream-image-model <id>', 'image model of the upstream').env('MIRA_UPSTREAM_IMAGE_MODEL'),
    new Option('--upstream-speech-model <id>', 'speech model of the upstream').env('MIRA_UPSTREAM_SPEECH_MODEL'),
    new Option('--upstream-voice <id>', 'voice of the upstream to use for aria').env('MIRA_UPSTREAM_VOICE'),
    new Option('--upstream-transcription-model <id>', 'transcription model of the upstream').env(
      'MIRA_UPSTREAM_TRANSCRIPTION_MODEL',
    ),
    new Option('--alias <name=model...>', 'further names of models; well-known names of other vendors always work')
      .env('MIRA_ALIAS')
      .argParser(toAliases),
    new Option('--any-model', 'let any unknown model name stand for the first model of its endpoint'),
    new Option('--ffmpeg <command>', 'ffmpeg command, for audio formats without an embedded codec')
      .env('MIRA_FFMPEG')
      .default('ffmpeg'),
    new Option('--espeak <command>', 'eSpeak NG command, for speech in languages other than English')
      .env('MIRA_ESPEAK')
      .default('espeak-ng'),
  ]
}

/** Options for billing, limits and operation. */
function operationOptions(): Option[] {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']
  return [
    new Option('--prices <file.json>', 'price list; see the documentation for the format'),
    new Option('--workers <number>', 'maximum concurrent music and video jobs; 0 disables them').argParser(toCount),
    new Option('--max-concurrent-requests <number>', 'maximum concurrent requests; excess requests get 503')
      .env('MIRA_MAX_CONCURRENT_REQUESTS')
      .argParser(toCount),
    new Option('--moderate-chats', 'moderate conversations too, not only media prompts'),
    new Option('--error-style <style>', 'format of error bodies; detail is the strict form of the vMira API')
      .choices(['both', 'detail', 'openai'])
      .default('both'),
    new Option('--strict-fields', 'reject body fields that the endpoint does not know'),
    new Option('--metrics <[host:]port>', 'serve Prometheus metrics on this address, at /metrics')
      .env('MIRA_METRICS')
      .argParser(toMetricsAddress),
    new Option('--timeout <seconds>', 'timeout until a response starts').default(120).argParser(toSeconds),
    new Option('--open', 'open the page of the server in a browser'),
    new Option('--no-playground', 'do not serve the page of the package @mira/playground at /'),
    new Option(
      '--log-level <level>',
      'log level; logs are JSON on standard error, and readable on a terminal with pino-pretty',
    )
      .choices(levels)
      .default('info'),
    new Option('--grace <seconds>', 'grace period for running requests after SIGINT or SIGTERM')
      .default(10)
      .argParser(toSeconds),
    new Option(
      '--drain-delay <seconds>',
      'drain period before shutdown, in which /ready fails while requests are still served',
    )
      .env('MIRA_DRAIN_DELAY')
      .default(0)
      .argParser(toDelay),
  ]
}

/** Options of the emulator. */
function emulatorOptions(): Option[] {
  return [
    new Option('--fixtures <path...>', 'fixed answers: JSON or YAML files or directories, read again when they change')
      .env('MIRA_FIXTURES')
      .argParser(toPaths),
    new Option('--strict', 'reject calls that no fixture matches with 404, instead of passing them to an engine'),
    new Option(
      '--speed <factor>',
      'speed of recorded exchanges: 1 as recorded, 2 twice as fast, max without pauses',
    ).argParser(toSpeed),
    new Option('--expose-control', 'let other machines use the control API, with its token'),
    new Option('--control', `serve the control API under /__mira/; its token is in ${controlTokenVariable} or printed`),
  ]
}

/** Accumulates repeated paths; the variable lists them with the separator of PATH. */
function toPaths(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, ...text.split(delimiter)]
}

function toSpeed(text: string): number {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text)
  if (!(speed > 0)) throw new InvalidArgumentError('Expected a number above 0, or max.')
  return speed
}

/** A variable that is empty, as Compose passes those that are not set, is none. */
function toHttpUrl(text: string): string | undefined {
  if (text === '') return undefined
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw new InvalidArgumentError('Expected an http: or https: URL, such as http://127.0.0.1:11434/v1.')
  }
  return text
}

function toPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Expected 0 to 65535.')
  return port
}

function toCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('Expected a whole number, 0 or more.')
  return count
}

function toMetricsAddress(text: string): MetricsAddress {
  const colon = text.lastIndexOf(':')
  const host = text.slice(0, Math.max(0, colon)).replace(/^\[(.*)\]$/, '$1')
  return { port: toPort(text.slice(colon + 1)), ...(host === '' ? {} : { host }) }
}

/** Accumulates repeated options; each may list several blocks, separated by commas, as does the variable. */
function toBlocks(text: string, previous: readonly string[] = []): readonly string[] {
  const blocks = text.split(/[\s,]+/).filter((block) => block !== '')
  try {
    createClientAddress(blocks)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
  return [...previous, ...blocks]
}

/** Accumulates repeated options. */
function toEngines(text: string, previous: EngineSources = {}): EngineSources {
  const [, name, source] = /^([a-z-]+)=(.+)$/s.exec(text) ?? []
  const capability = capabilityNames.find(([option]) => option === name)?.[1]
  if (capability === undefined || source === undefined) {
    const names = capabilityNames.map(([option]) => option).join(', ')
    throw new InvalidArgumentError(`Expected capability=source, with one of ${names}.`)
  }
  try {
    parseModelSource(source)
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`)
  }
  return { ...previous, [capability]: source }
}

/** Accumulates repeated options; each may list several names, separated by commas, as does the variable. */
function toAliases(text: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const pairs = text.split(/[\s,]+/).filter((pair) => pair !== '')
  return { ...previous, ...Object.fromEntries(pairs.map(toAlias)) }
}

function toAlias(pair: string): [name: string, model: string] {
  const [, name, model] = /^([^=]+)=([^=]+)$/.exec(pair) ?? []
  if (name === undefined || model === undefined) throw new InvalidArgumentError('Expected name=model.')
  return [name, model]
}

function toDelay(text: string): number {
  return text === '0' ? 0 : toSeconds(text)
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0)) throw new InvalidArgumentError('Expected a number of seconds above 0.')
  return seconds
}
