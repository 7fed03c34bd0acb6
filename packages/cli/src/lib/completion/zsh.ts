import type { CommandDescription, OptionDescription } from './describe-commands.ts'

/** Creates the completion script for zsh. Values without choices are completed as files. */
export function zshCompletion(program: CommandDescription): string {
  const commands = program.subcommands.map(
    ({ name, description }) => `    ${quote(`${name}:${escapeColon(description)}`)}`,
  )
  const cases = program.subcommands.map((command) => `    ${command.name}) _arguments ${argumentsOf(command)} ;;`)
  return `#compdef mira
# Completion of mira for zsh.
_mira() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_mira" ]; then
  _mira "$@"
else
  compdef _mira mira
fi
`
}

function argumentsOf({ name, options, subcommands }: CommandDescription): string {
  const words = name === 'completion' ? ['bash', 'zsh', 'fish'] : subcommands.map((command) => command.name)
  const rest = words.length > 0 ? `'1:word:(${words.join(' ')})'` : `'*:file:_files'`
  return [...options.map(argumentOf), rest].join(' ')
}

function argumentOf({ flag, description, takesValue, choices }: OptionDescription): string {
  const text = description.replaceAll(/[[\]\\]/g, '').replaceAll(':', '\\:')
  const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : ':value:_files'
  return quote(`${flag}[${text}]${takesValue ? value : ''}`)
}

const escapeColon = (text: string): string => text.replaceAll(':', '\\:')

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
