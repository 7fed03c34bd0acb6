import type { Command } from 'commander'
import { write } from '../output.ts'
import { bashCompletion } from './bash.ts'
import { type CommandDescription, describeCommands } from './describe-commands.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

type Script = (program: CommandDescription) => string

const scripts: Readonly<Record<'bash' | 'zsh' | 'fish', Script>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** Prints the completion script of a program for a shell. */
export async function printCompletion(program: Command, shell: 'bash' | 'zsh' | 'fish'): Promise<void> {
  await write(scripts[shell](describeCommands(program)))
}
