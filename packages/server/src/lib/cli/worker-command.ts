import { constants, setPriority } from 'node:os'
import type { Command } from 'commander'
import { startWorker } from '../jobs/start-worker.ts'
import { describeListenError } from './describe-listen-error.ts'
import { type CommandOptions, closeOnSignal, toServerOptions } from './run-server.ts'

/** Adds the `worker` command. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('run the jobs of servers that share the database and the media; serves no requests')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommandOptions>()
      const worker = await startWorker(await toServerOptions(options)).catch((error) => {
        throw describeListenError(error, options)
      })
      // Interactive requests take priority over background jobs.
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
      closeOnSignal(() => worker.close(), options.grace * 1_000)
      process.stdout.write('Mira worker: waiting for jobs\n')
    })
}
