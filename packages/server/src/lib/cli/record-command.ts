import { type Command, Option } from 'commander'
import { CommandError } from './command-error.ts'
import { type CommandOptions, runServer } from './run-server.ts'

interface RecordFlags extends CommandOptions {
  readonly target: string
  readonly out: string
  readonly keyEnv?: string | undefined
}

/** Adds the `record` command. */
export function addRecordCommand(program: Command): void {
  program
    .command('record')
    .description('pass requests on to an API, and record the exchanges as fixture files')
    .requiredOption('--target <url>', 'API to record, with or without /v1: https://api.openai.com')
    .option('--out <directory>', 'directory of the recorded files', 'fixtures')
    .addOption(
      new Option(
        '--key-env <name>',
        "environment variable with the API key of the target; by default the callers' keys are passed on",
      ),
    )
    .addHelpText(
      'after',
      `\nExample:\n  $ ${program.name()} record --target https://api.openai.com --out fixtures\n  $ ${program.name()} --fixtures fixtures --strict`,
    )
    .action(async (_: unknown, command: Command) => {
      const { target, out, keyEnv, ...options } = command.optsWithGlobals<RecordFlags>()
      const apiKey = keyEnv === undefined ? undefined : process.env[keyEnv]
      if (keyEnv !== undefined && !apiKey) {
        throw new CommandError(`The environment variable ${keyEnv} of --key-env is not set: set it to the API key`)
      }
      await runServer({ ...options, record: { target, out, apiKey } }, program.name())
    })
}
