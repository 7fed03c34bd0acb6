import type { Command, Option } from 'commander'

const account = ['dataDir', 'databaseUrl']
const data = [...account, 'mediaUrl', 'mediaEndpoint']
/** Options of a worker: where the jobs and files are, the engines, and how it runs. */
const worker = [
  ...data,
  'workers',
  'engine',
  'pull',
  'ffmpeg',
  'espeak',
  'prices',
  'metrics',
  'expose',
  'logLevel',
  'grace',
]

/** Names of the options of the program that a command uses, by the first word of the command; others use only the data directory. */
const used: Readonly<Record<string, readonly string[]>> = {
  users: account,
  keys: account,
  topup: account,
  usage: account,
  backup: account,
  restore: account,
  worker,
}

/** Returns the options of the program that the help of a command lists: those that the command uses. */
export function visibleGlobalOptions(command: Command): Option[] {
  const [program, first] = ancestorsOf(command)
  if (program === undefined || first === undefined) return []
  const isServer = first.name() === 'start' || first.name() === 'record'
  const names = used[first.name()] ?? ['dataDir']
  return program.options.filter((option) =>
    isServer ? option.attributeName() !== 'version' : names.includes(option.attributeName()),
  )
}

/** Returns a command after its parents, the program first. */
function ancestorsOf(command: Command): readonly Command[] {
  return command.parent === null ? [command] : [...ancestorsOf(command.parent), command]
}
