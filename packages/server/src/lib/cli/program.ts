import { homedir } from 'node:os'
import { join } from 'node:path'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { version } from '../version.ts'
import { addBackupCommands } from './backup-commands.ts'
import { addKeyCommands } from './key-commands.ts'
import { type CommandOptions, runServer } from './run-server.ts'
import { addUsageCommands } from './usage-commands.ts'
import { addUserCommands } from './user-commands.ts'

/** The command line of `mira-server`. */
export function createProgram(): Command {
  const program = new Command('mira-server')
    .description('Speaks the whole vMira API on this machine, with real engines')
    .version(version)
    .addArgument(new Argument('[command]', 'what to do').choices(['start']).default('start'))
    .showHelpAfterError('(add --help to see the options)')
  for (const option of listOptions()) program.addOption(option)
  for (const addCommands of [addUserCommands, addKeyCommands, addUsageCommands, addBackupCommands]) addCommands(program)
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
    new Option('--dev-key <key>', 'key to accept, sk-mira- and 40 hex digits').env('MIRA_DEV_KEY'),
    new Option('--allow-origin <origin...>', 'origins whose pages may call the server'),
    new Option('--model <file.gguf>', 'language model that answers chats here; needs the package node-llama-cpp'),
    new Option('--upstream-url <url>', 'OpenAI-compatible API that answers chats').env('MIRA_UPSTREAM_URL'),
    new Option('--upstream-key-env <name>', 'environment variable that holds its key').default('MIRA_UPSTREAM_API_KEY'),
    new Option('--upstream-model <id>', 'model to ask it for').env('MIRA_UPSTREAM_MODEL'),
    new Option('--upstream-embedding-model <id>', 'its model for embeddings').env('MIRA_UPSTREAM_EMBEDDING_MODEL'),
    new Option('--prices <file.json>', 'what models cost; see the form in the documentation'),
    new Option('--timeout <seconds>', 'time until an answer must have begun').default(120).argParser(toSeconds),
    new Option('--log-level <level>', 'how much to log, as JSON on standard error').choices(levels).default('info'),
    new Option('--grace <seconds>', 'time for running requests after SIGINT or SIGTERM')
      .default(10)
      .argParser(toSeconds),
  ]
}

function toPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Expected 0 to 65535.')
  return port
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0)) throw new InvalidArgumentError('Expected a number of seconds above 0.')
  return seconds
}
