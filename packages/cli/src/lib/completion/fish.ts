import type { CommandDescription, OptionDescription } from './describe-commands.ts'

/** Creates the completion script for fish. Values without choices are completed as files. */
export function fishCompletion(program: CommandDescription): string {
  const lines = program.subcommands.flatMap((command) => [
    `complete -c mira -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.description)}`,
    ...command.options.map((option) => optionLine(command.name, option)),
    ...wordsOf(command).map(
      (word) => `complete -c mira -n '__fish_seen_subcommand_from ${command.name}' -f -a ${word}`,
    ),
  ])
  return `# Completion of mira for fish.\n${lines.join('\n')}\n`
}

function optionLine(command: string, { flag, short, description, takesValue, choices }: OptionDescription): string {
  return [
    `complete -c mira -n '__fish_seen_subcommand_from ${command}'`,
    `-l ${flag.slice(2)}`,
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(takesValue ? ['-r'] : []),
    ...(choices.length === 0 ? [] : [`-f -a '${choices.join(' ')}'`]),
    `-d ${quote(description)}`,
  ].join(' ')
}

const wordsOf = ({ name, subcommands }: CommandDescription): readonly string[] =>
  name === 'completion' ? ['bash', 'zsh', 'fish'] : subcommands.map((command) => command.name)

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
