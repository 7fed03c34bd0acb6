import { type ChatMessage, type ContentPart, collectChatCompletion, imagePart } from '@mira/chat'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { hasPipedInput, isDash, readImage, readStdinText } from '../input.ts'
import { writeJson } from '../output.ts'
import { showProgress } from '../progress.ts'
import { type ChatFlags, streamAnswer, systemMessages } from './stream-answer.ts'

type Flags = ChatFlags & GlobalFlags

/**
 * Asks a model and prints the answer while it arrives.
 *
 * @throws {CommandError} when there is no prompt, and no terminal for a conversation.
 */
export async function runChat(context: CommandContext, flags: Flags, words: readonly string[]): Promise<void> {
  const isConversation = words.length === 0 && process.stdin.isTTY && !flags.json && !flags.jsonStream
  if (isConversation) {
    const { runConversation } = await import('./run-conversation.ts')
    return runConversation(context, flags)
  }
  const messages = await readMessages(flags, words)
  if (flags.json && !flags.jsonStream) return printCompletion(context, flags, messages)
  await streamAnswer(context, flags, { messages })
}

/** Prints a completion as JSON: streamed, so that no proxy closes an idle connection, but complete with its usage. */
async function printCompletion(
  { client, request }: CommandContext,
  { maxTokens: max_tokens, temperature }: Flags,
  messages: readonly ChatMessage[],
): Promise<void> {
  const progress = showProgress({ label: 'Waiting for the answer' })
  const params = { messages, max_tokens, temperature }
  const completion = await collectChatCompletion(client, params, request).finally(progress.clear)
  await writeJson({ ...completion, text: completion.text })
}

/** Creates the system message and the first message of the user. */
async function readMessages({ system, file = [] }: Flags, words: readonly string[]): Promise<ChatMessage[]> {
  const takesInput = !file.includes('-') && (isDash(words) || hasPipedInput())
  const input = takesInput ? (await readStdinText()).trim() : ''
  const prompt = isDash(words) ? '' : words.join(' ')
  const text = [prompt, input].filter((part) => part.trim() !== '').join('\n\n')
  if (text === '') throw new CommandError('There is no prompt: pass it as an argument, or pipe it in')
  const content = file.length === 0 ? text : [{ type: 'text', text } as const, ...(await readImages(file))]
  return [...systemMessages(system), { role: 'user', content }]
}

async function readImages(files: readonly string[]): Promise<ContentPart[]> {
  return Promise.all(
    files.map(async (file) => {
      const image = await readImage(file)
      try {
        return await imagePart(image)
      } catch {
        throw new CommandError(`${file} is not a JPEG, PNG, GIF or WebP image; pipe text as standard input`)
      }
    }),
  )
}
