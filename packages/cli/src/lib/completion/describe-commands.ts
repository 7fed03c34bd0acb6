import type { Command, Option } from 'commander'

/** A command as completion scripts need it. */
export interface CommandDescription {
  readonly name: string
  readonly description: string
  readonly options: readonly OptionDescription[]
  readonly subcommands: readonly CommandDescription[]
}

/** An option of a command. */
export interface OptionDescription {
  /** Long flag, such as `--output`. */
  readonly flag: string
  /** Short flag, such as `-o`. */
  readonly short: string | undefined
  readonly description: string
  /** Whether a value follows. */
  readonly takesValue: boolean
  /** Possible values; empty for any, such as a file. */
  readonly choices: readonly string[]
}

/** Describes the commands of a program, each with the options of every command. */
export function describeCommands(program: Command): CommandDescription {
  const shared = program.options.filter(({ long }) => long !== '--version').map(describeOption)
  const describe = (command: Command): CommandDescription => ({
    name: command.name(),
    description: command.description(),
    options: [...(command === program ? [] : command.options.map(describeOption)), ...shared, help],
    subcommands: command.commands.map(describe),
  })
  return describe(program)
}

const help: OptionDescription = {
  flag: '--help',
  short: '-h',
  description: 'show help',
  takesValue: false,
  choices: [],
}

function describeOption({ long, short, description, required, optional, argChoices }: Option): OptionDescription {
  return {
    flag: long ?? '',
    short,
    description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  }
}
