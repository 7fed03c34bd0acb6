import type { Command } from 'commander'
import { type AccountPlace, withAccounts } from './open-accounts.ts'
import { printTable } from './print-table.ts'

/** Adds the `keys create`, `keys list` and `keys revoke` commands. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('API keys of users')
  keys
    .command('create <user>')
    .description('make a key for a user, named by id or name, and print it: it is not shown again')
    .option('--name <name>', 'what people know the key by', 'Key from the command line')
    .action(async (user: string, _: unknown, command: Command) => {
      const { name, ...place } = command.optsWithGlobals<AccountPlace & { name: string }>()
      await withAccounts(place, async ({ apiKeys, findUser }) => {
        const { secret } = await apiKeys.issueWithinLimit((await findUser(user)).id, name)
        process.stdout.write(`${secret}\n`)
      })
    })
  keys
    .command('list [user]')
    .description('list active keys, of one user or of all')
    .action(async (user: string | undefined, _: unknown, command: Command) => {
      await withAccounts(command.optsWithGlobals<AccountPlace>(), async ({ store, findUser }) => {
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
    .description('revoke a key; a running server refuses it from then on')
    .action(async (id: string, _: unknown, command: Command) => {
      await withAccounts(command.optsWithGlobals<AccountPlace>(), async ({ store }) => {
        const key = await store.apiKeys.find(id)
        if (key === undefined) throw new Error(`There is no key ${JSON.stringify(id)}; see the ids in "keys list"`)
        await store.apiKeys.revoke({ id, userId: key.userId }, Date.now())
      })
    })
}
