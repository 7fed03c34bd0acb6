import type { Command } from 'commander'
import { type CommandOptions, runServer } from './run-server.ts'

/** Adds the `start` command, which is also what the program does without a command. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('start the server, as without a command')
    .action((_: unknown, command: Command) => runServer(command.optsWithGlobals<CommandOptions>(), program.name()))
}
