import { type Command, InvalidArgumentError, Option } from 'commander'
import { createUser, subscriptionEnd, topUp } from '../accounts/users.ts'
import { type PlanId, planIds } from '../billing/plans.ts'
import { parseRubles } from '../billing/prices.ts'
import { toRubles } from '../wire/money.ts'
import { CommandError } from './command-error.ts'
import { type AccountLocation, withAccounts } from './open-accounts.ts'
import { printTable } from './print-table.ts'

interface CreateOptions extends AccountLocation {
  readonly plan: PlanId
  readonly overage?: boolean | undefined
  readonly subscriptionDays?: number | undefined
}

/** Adds the `users create`, `users list` and `topup` commands. */
export function addUserCommands(program: Command): void {
  const users = program.command('users').description('manage users and their plans')
  users
    .command('create <name>')
    .description('create a user and print its id')
    .addOption(new Option('--plan <plan>', 'plan of the user').choices(planIds).default('free'))
    .option('--overage', 'charge requests over the daily limit instead of rejecting them')
    .addOption(new Option('--subscription-days <days>', 'length of the prepaid subscription').argParser(toDays))
    .action(async (name: string, _: unknown, command: Command) => {
      const { plan, overage, subscriptionDays, ...location } = command.optsWithGlobals<CreateOptions>()
      if (name.trim() === '') throw new CommandError('The name of the user is empty')
      await withAccounts(location, async ({ store }) => {
        const at = Date.now()
        const subscriptionEndsAt = subscriptionDays === undefined ? undefined : subscriptionEnd(subscriptionDays, at)
        const isTaken = (await store.users.list()).some((user) => user.name === name)
        const { id } = await createUser(store, { name, plan, hasOverage: overage, subscriptionEndsAt }, at)
        process.stdout.write(`${id}\n`)
        if (isTaken) note(`Another user is named ${JSON.stringify(name)}, so commands need an id instead of the name`)
      })
    })
  users
    .command('list')
    .description('list users with their plans and balances')
    .action(async (_: unknown, command: Command) => {
      await withAccounts(command.optsWithGlobals<AccountLocation>(), async ({ store }) => {
        const rows = []
        for (const { id, name, plan } of await store.users.list()) {
          rows.push([id, name, plan, toRubles(await store.ledger.balance(id))])
        }
        printTable(['ID', 'NAME', 'PLAN', 'BALANCE RUB'], rows)
      })
    })
  program
    .command('topup <user> <rubles>')
    .description('add to the balance of a user, given by id or name')
    .option('--method <method>', 'payment method', 'manual')
    .action(async function (this: Command, user: string, rubles: string) {
      const { method, ...location } = this.optsWithGlobals<AccountLocation & { method: string }>()
      const amountKopecks = parseRubles(rubles)
      if (!(amountKopecks > 0))
        throw new CommandError(`Invalid amount ${rubles}: expected rubles above 0, such as 250 or 99.50`)
      await withAccounts(location, async ({ store, findUser }) => {
        const { id, name, plan } = await findUser(user)
        await topUp(store, { userId: id, amountKopecks, paymentMethod: method }, Date.now())
        process.stdout.write(`${toRubles(await store.ledger.balance(id))}\n`)
        const now = await store.users.find(id)
        if (now !== undefined && now.plan !== plan)
          note(`The first top-up has moved ${name} from the plan ${plan} to ${now.plan}, as in the vMira API`)
      })
    })
}

/** Prints a note to standard error: standard output has only the result, for scripts. */
function note(text: string): void {
  process.stderr.write(`Note: ${text}.\n`)
}

function toDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('Expected a whole number of days.')
  return days
}
