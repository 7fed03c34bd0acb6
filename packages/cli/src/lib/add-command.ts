import type { Command } from 'commander'

/** Texts of a command in its help. */
export interface CommandTexts {
  /** Name and arguments, such as `image <prompt...>`. */
  readonly name: string
  readonly description: string
  /** Descriptions of arguments, by name. */
  readonly arguments?: Readonly<Record<string, string>> | undefined
  /** Command lines that show its use. */
  readonly examples: readonly string[]
}

/** Adds a command with its help. */
export function addCommand(parent: Command, { name, description, examples, ...texts }: CommandTexts): Command {
  const command = parent.command(name).description(description)
  for (const argument of command.registeredArguments) {
    argument.description = texts.arguments?.[argument.name()] ?? ''
  }
  const lines = examples.map((example) => `  $ ${example}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}
