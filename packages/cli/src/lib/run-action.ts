import type { Command } from 'commander'
import type { CommandContext, GlobalFlags } from './command-context.ts'
import { listenToInterrupts } from './interrupts.ts'

/** What a command does, with its options and those of every command. */
export type Action<Flags> = (context: CommandContext, flags: Flags & GlobalFlags) => Promise<void>

/** Runs the action of a command with a client for its options. */
export async function runAction<Flags>(command: Command, action: Action<Flags>): Promise<void> {
  const flags = command.optsWithGlobals<Flags & GlobalFlags>()
  const interrupts = listenToInterrupts()
  // Not loaded for help.
  const { openContext } = await import('./command-context.ts')
  const context = await openContext(flags, interrupts)
  await action(context, flags)
  // An interruption that came too late for the last request.
  interrupts.signal.throwIfAborted()
}
