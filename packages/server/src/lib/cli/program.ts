import { homedir } from 'node:os'
import { join } from 'node:path'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import type { MetricsAddress } from '../observability/metrics-listener.ts'
import { version } from '../version.ts'
import { addBackupCommands } from './backup-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { type CommandOptions, runServer } from './run-server.ts'
import { addUsageCommands } from './usage-commands.ts'
import { addUserCommands } from './user-commands.ts'
import { addWorkerCommand } from './worker-command.ts'

/**
 * Creates the command line of the server.
 *
 * @param name - Name under which the command was called.
 */
export function createProgram(name: string): Command {
  const program = new Command(name)
    .description('Speaks the whole vMira API on this machine, with real engines')
    .version(version)
    .addArgument(new Argument('[command]', 'what to do').choices(['start']).default('start'))
    .showHelpAfterError('(add --help to see the options)')
  for (const option of listOptions()) program.addOption(option)
  const groups = [addWorkerCommand, addUserCommands, addKeyCommands, addUsageCommands, addBackupCommands]
  for (const addCommands of groups) addCommands(program)
  return program.action((_command: string, options: CommandOptions) => runServer(options))
}

function listOptions(): Option[] {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']
  return [
    new Option('-p, --port <number>', 'port to listen on, 0 for a free one')
      .env('PORT')
      .default(8787)
      .argParser(toPort),
    new Option('--host <address>', 'address to listen on').default('127.0.0.1'),
    new Option('--expose', 'allow an address that others on the network can reach'),
    new Option('--data-dir <path>', 'where keys, usage and files are kept')
      .env('MIRA_DATA_DIR')
      .default(join(homedir(), '.mira', 'server')),
    new Option('--database-url <url>', 'PostgreSQL to keep them in, postgres://…; many servers may share it').env(
      'MIRA_DATABASE_URL',
    ),
    new Option('--media-url <url>', 'bucket for files that were made, s3://…, with AWS_* credentials').env(
      'MIRA_MEDIA_URL',
    ),
    new Option('--media-endpoint <url>', 'S3-compatible service that has the bucket').env('MIRA_MEDIA_ENDPOINT'),
    new Option('--public-url <url>', 'address of the server in the URLs of files').env('MIRA_PUBLIC_URL'),
    new Option('--dev-key <key>', 'key to accept, sk-mira- and 40 hex digits').env('MIRA_DEV_KEY'),
    new Option('--allow-origin <origin...>', 'origins whose pages may call the server'),
    new Option('--model <file.gguf>', 'language model that answers chats here; needs the package node-llama-cpp'),
    new Option('--upstream-url <url>', 'OpenAI-compatible API that answers chats').env('MIRA_UPSTREAM_URL'),
    new Option('--upstream-key-env <name>', 'environment variable that holds its key').default('MIRA_UPSTREAM_API_KEY'),
    new Option('--upstream-model <id>', 'model to ask it for').env('MIRA_UPSTREAM_MODEL'),
    new Option('--upstream-embedding-model <id>', 'its model for embeddings').env('MIRA_UPSTREAM_EMBEDDING_MODEL'),
    new Option('--upstream-image-model <id>', 'its model for pictures').env('MIRA_UPSTREAM_IMAGE_MODEL'),
    new Option('--upstream-speech-model <id>', 'its model for speech').env('MIRA_UPSTREAM_SPEECH_MODEL'),
    new Option('--upstream-voice <id>', 'its voice that speaks for aria').env('MIRA_UPSTREAM_VOICE'),
    new Option('--upstream-transcription-model <id>', 'its model for transcription').env(
      'MIRA_UPSTREAM_TRANSCRIPTION_MODEL',
    ),
    new Option('--ffmpeg <command>', 'ffmpeg, for kinds of sound that the server has no codec of')
      .env('MIRA_FFMPEG')
      .default('ffmpeg'),
    new Option('--espeak <command>', 'eSpeak NG, for speech in languages other than English')
      .env('MIRA_ESPEAK')
      .default('espeak-ng'),
    new Option('--prices <file.json>', 'what models cost; see the form in the documentation'),
    new Option('--workers <number>', 'music and video jobs to work on at once, 0 for none').argParser(toCount),
    new Option('--max-concurrent-requests <number>', 'requests that may wait for an answer at once, else 503')
      .env('MIRA_MAX_CONCURRENT_REQUESTS')
      .argParser(toCount),
    new Option('--moderate-chats', 'judge conversations too, not only the prompts of media'),
    new Option('--metrics <[host:]port>', 'serve Prometheus metrics there, at /metrics')
      .env('MIRA_METRICS')
      .argParser(toMetricsAddress),
    new Option('--timeout <seconds>', 'time until an answer must have begun').default(120).argParser(toSeconds),
    new Option('--log-level <level>', 'how much to log, as JSON on standard error').choices(levels).default('info'),
    new Option('--grace <seconds>', 'time for running requests after SIGINT or SIGTERM')
      .default(10)
      .argParser(toSeconds),
    new Option('--drain-delay <seconds>', 'time before that in which /ready fails and requests are still taken')
      .env('MIRA_DRAIN_DELAY')
      .default(0)
      .argParser(toDelay),
  ]
}

function toPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Expected 0 to 65535.')
  return port
}

function toCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('Expected a whole number from 0.')
  return count
}

function toMetricsAddress(text: string): MetricsAddress {
  const colon = text.lastIndexOf(':')
  const host = text.slice(0, Math.max(0, colon)).replace(/^\[(.*)\]$/, '$1')
  return { port: toPort(text.slice(colon + 1)), ...(host === '' ? {} : { host }) }
}

function toDelay(text: string): number {
  return text === '0' ? 0 : toSeconds(text)
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0)) throw new InvalidArgumentError('Expected a number of seconds above 0.')
  return seconds
}
