import type { Command } from 'commander'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'
import { type AccountLocation, withAccounts } from './open-accounts.ts'
import { printTable } from './print-table.ts'

/** Adds the `keys create`, `keys list` and `keys revoke` commands. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('manage API keys')
  keys
    .command('create <user>')
    .description('create a key for a user, given by id or name, and print it; it is not shown again')
    .option('--name <name>', 'display name of the key', 'Key from the command line')
    .action(async (user: string, _: unknown, command: Command) => {
      const { name, ...location } = command.optsWithGlobals<AccountLocation & { name: string }>()
      await withAccounts(location, async ({ apiKeys, findUser }) => {
        const { secret } = await apiKeys.issueWithinLimit((await findUser(user)).id, name)
        process.stdout.write(`${secret}\n`)
      })
    })
  keys
    .command('list [user]')
    .description('list active keys of one user or all users')
    .action(async (user: string | undefined, _: unknown, command: Command) => {
      await withAccounts(command.optsWithGlobals<AccountLocation>(), async ({ store, findUser }) => {
        const users = user === undefined ? await store.users.list() : [await findUser(user)]
        const rows = []
        for (const owner of users) {
          for (const key of await store.apiKeys.listActive(owner.id)) {
            rows.push([key.id, key.keyPrefix, owner.name, String(key.totalRequests), key.name])
          }
        }
        printTable(['ID', 'PREFIX', 'USER', 'REQUESTS', 'NAME'], rows)
      })
    })
  keys
    .command('revoke <id>')
    .description('revoke a key; a running server rejects it immediately')
    .action(async (id: string, _: unknown, command: Command) => {
      await withAccounts(command.optsWithGlobals<AccountLocation>(), async ({ store }) => {
        const key = await store.apiKeys.find(id)
        if (key === undefined) {
          const message = `Key ${JSON.stringify(id)} not found; list the ids with "keys list"`
          throw new CommandError(message, { exitCode: exitCodes.failed })
        }
        await store.apiKeys.revoke({ id, userId: key.userId }, Date.now())
      })
    })
}
