import type { CommandDescription } from './describe-commands.ts'

/** Creates the completion script for bash. Values without choices are completed as files. */
export function bashCompletion(program: CommandDescription): string {
  const names = program.subcommands.map(({ name }) => name)
  const choices = program.subcommands.flatMap(({ name, options }) =>
    options.flatMap(({ flag, choices }) =>
      choices.length === 0 ? [] : [`    "${name} ${flag}") words="${choices.join(' ')}" ;;`],
    ),
  )
  const values = new Set(
    program.subcommands.flatMap(({ options }) =>
      options
        .filter(({ takesValue, choices }) => takesValue && choices.length === 0)
        .flatMap(({ flag, short }) => (short === undefined ? [flag] : [flag, short])),
    ),
  )
  const options = [program, ...program.subcommands].map((command) => {
    const flags = command.options.map(({ flag }) => flag).join(' ')
    return `    ${command === program ? '""' : command.name}) options="${flags}" ;;`
  })
  const subcommands = program.subcommands
    .filter((command) => command.subcommands.length > 0)
    .map((command) => `    ${command.name}) words="${command.subcommands.map(({ name }) => name).join(' ')}" ;;`)
  return `# Completion of mira for bash.
_mira() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= words= options= index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      ${names.join('|')}) command=\${COMP_WORDS[index]}; break ;;
    esac
  done
  case "$command $previous" in
${choices.join('\n')}
  esac
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case $previous in
    ${[...values].join('|')}) return ;;
  esac
  case $command in
${options.join('\n')}
  esac
  case $command in
    "") words="${names.join(' ')}" ;;
    completion) words="bash zsh fish" ;;
${subcommands.join('\n')}
  esac
  [[ $current == -* ]] && words=$options
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _mira mira
`
}
