import { type Command, Option } from 'commander'
import type { UsageFlags } from '../actions/run-usage.ts'
import { addCommand } from '../add-command.ts'
import { toDate } from '../parse-values.ts'
import { runAction } from '../run-action.ts'

/** Adds `keys`, `balance` and `usage`. */
export function addAccountCommands(program: Command): void {
  addKeysCommand(program)
  addCommand(program, {
    name: 'balance',
    description: 'show the balance and what was spent',
    examples: ['mira balance', 'mira balance --json'],
  }).action(async (_, command: Command) => {
    const { runBalance } = await import('../actions/run-balance.ts')
    await runAction(command, runBalance)
  })
  addCommand(program, {
    name: 'usage',
    description: 'show requests, tokens and the quota',
    examples: ['mira usage', 'mira usage --start 2026-01-01 --end 2026-01-31 --group-by model --json'],
  })
    .option('--start <date>', 'first day, such as 2026-01-01', toDate)
    .option('--end <date>', 'last day', toDate)
    .addOption(new Option('--group-by <field>', 'group the period').choices(['day', 'model', 'endpoint', 'key']))
    .action(async (_, command: Command) => {
      const { runUsage } = await import('../actions/run-usage.ts')
      await runAction<UsageFlags>(command, runUsage)
    })
}

function addKeysCommand(program: Command): void {
  const keys = addCommand(program, {
    name: 'keys',
    description: 'list, create and revoke API keys',
    examples: ['mira keys list', 'mira keys create "nightly build"', 'mira keys revoke ID'],
  })
  addCommand(keys, {
    name: 'list',
    description: 'list the keys, without their secrets',
    examples: ['mira keys list'],
  }).action(async (_, command: Command) => {
    const { listKeys } = await import('../actions/run-keys.ts')
    await runAction(command, listKeys)
  })
  addCommand(keys, {
    name: 'create <name>',
    description: 'create a key and print it; it is shown only once',
    arguments: { name: 'name to recognize it by' },
    examples: ['mira keys create "nightly build" > key.txt'],
  }).action(async (name: string, _, command: Command) => {
    const { createKey } = await import('../actions/run-keys.ts')
    await runAction(command, (context, flags) => createKey(context, flags, name))
  })
  addCommand(keys, {
    name: 'revoke <id>',
    description: 'revoke a key',
    arguments: { id: 'id from the list, not the key itself' },
    examples: ['mira keys revoke 3f0c12ab'],
  }).action(async (id: string, _, command: Command) => {
    const { revokeKey } = await import('../actions/run-keys.ts')
    await runAction(command, (context, flags) => revokeKey(context, flags, id))
  })
}
