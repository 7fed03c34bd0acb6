import { Argument, type Command } from 'commander'
import type { CallFlags } from '../actions/run-call.ts'
import { addCommand } from '../add-command.ts'
import { runAction } from '../run-action.ts'

/** Adds `call`, `doctor` and `completion`. */
export function addSystemCommands(program: Command): void {
  addCommand(program, {
    name: 'doctor',
    description: 'check the address, network, clock, key and voice socket, and say what to do',
    examples: ['mira doctor', 'mira doctor --base-url http://127.0.0.1:8787'],
  }).action(async (_, command: Command) => {
    const { runDoctor } = await import('../actions/run-doctor.ts')
    await runAction(command, runDoctor)
  })
  const completion = addCommand(program, {
    name: 'completion',
    description: 'print a script that completes commands in a shell',
    examples: [
      'mira completion bash > ~/.local/share/bash-completion/completions/mira',
      'mira completion fish > ~/.config/fish/completions/mira.fish',
    ],
  })
  completion
    .addArgument(new Argument('<shell>', 'shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { printCompletion } = await import('../completion/print-completion.ts')
      await printCompletion(program, shell)
    })
}

/** Adds `call`. */
export function addCallCommand(program: Command): void {
  addCommand(program, {
    name: 'call',
    description: 'talk with a model, by microphone and loudspeaker; Ctrl-C hangs up',
    examples: ['mira call --voice aria', 'mira call --input question.wav --output answer.wav'],
  })
    .option('--voice <id>', 'voice, such as aria')
    .option('-s, --system <text>', 'instructions for the model')
    .option('--input <file.wav>', 'recording instead of the microphone, or - for standard input; ends after the answer')
    .option('--output <file.wav>', 'file instead of the loudspeaker')
    .action(async (_, command: Command) => {
      const { runCall } = await import('../actions/run-call.ts')
      await runAction<CallFlags>(command, runCall)
    })
}
