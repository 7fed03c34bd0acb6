import { createInterface } from 'node:readline/promises'
import type { ChatMessage } from '@mira/chat'
import { isMiraError } from '@mira/core'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { describeFailure } from '../describe-failure.ts'
import { exitCodes } from '../exit-codes.ts'
import { Interrupted } from '../interrupts.ts'
import { note } from '../output.ts'
import { paint } from '../terminal.ts'
import { type ChatFlags, streamAnswer, systemMessages } from './stream-answer.ts'

/** Talks with a model on the terminal until Ctrl-D or `/exit`. */
export async function runConversation(context: CommandContext, flags: ChatFlags & GlobalFlags): Promise<void> {
  note('Ctrl-C stops an answer, Ctrl-D ends the conversation, /clear starts over.', 'dim')
  let messages = systemMessages(flags.system)
  const history: string[] = []
  for (;;) {
    const question = (await ask(context, history))?.trim()
    if (question === undefined || question === '/exit') return
    if (question === '/clear') messages = systemMessages(flags.system)
    if (question === '' || question === '/clear') continue
    messages = await answer(context, flags, [...messages, { role: 'user', content: question }])
  }
}

/** Reads a line. A new interface for each, so that Ctrl-C is a signal while an answer is printed. */
async function ask({ request }: CommandContext, history: string[]): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, history: [...history] })
  const interrupted = new Interrupted('Interrupted', exitCodes.interrupted)
  const controller = new AbortController()
  terminal.once('SIGINT', () => controller.abort(interrupted))
  const ended = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)))
  try {
    const signal = AbortSignal.any([controller.signal, request.signal])
    const line = await Promise.race([terminal.question(paint('cyan', '> ', process.stderr), { signal }), ended])
    if (line) history.unshift(line)
    if (line === undefined) note('')
    return line
  } catch (error) {
    // The error of an abort is not its reason.
    throw controller.signal.aborted ? interrupted : request.signal.aborted ? request.signal.reason : error
  } finally {
    terminal.close()
  }
}

/** Prints an answer. Returns the conversation with it, or without the question if there is none. */
async function answer(
  context: CommandContext,
  flags: ChatFlags & GlobalFlags,
  messages: readonly ChatMessage[],
): Promise<ChatMessage[]> {
  const stop = new AbortController()
  const restore = context.interrupts.onInterrupt(() => stop.abort(stop))
  try {
    const signal = AbortSignal.any([stop.signal, context.request.signal])
    const { choices } = await streamAnswer(context, flags, { messages, signal })
    return choices[0] === undefined ? messages.slice(0, -1) : [...messages, choices[0].message]
  } catch (error) {
    if (error !== stop && !isMiraError(error)) throw error
    // The conversation goes on without this question.
    if (error !== stop) note(`mira: ${describeFailure(error, context.hasKey).message}`)
    return messages.slice(0, -1)
  } finally {
    restore()
  }
}
