import { type ChatCompletion, type ChatMessage, streamChatCompletion } from '@mira/chat'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { note, write, writeJson, writeText } from '../output.ts'
import { showProgress } from '../progress.ts'

/** Options of `mira chat`. */
export interface ChatFlags {
  readonly system?: string | undefined
  readonly file?: readonly string[] | undefined
  readonly maxTokens?: number | undefined
  readonly temperature?: number | undefined
  readonly jsonStream?: boolean | undefined
}

/** Returns the instructions as messages. */
export function systemMessages(system: string | undefined): ChatMessage[] {
  return system === undefined ? [] : [{ role: 'system', content: system }]
}

/** Conversation to answer. */
export interface Question {
  readonly messages: readonly ChatMessage[]
  /** Ends the answer. Defaults to that of the command. */
  readonly signal?: AbortSignal | undefined
}

/** Prints the answer to a conversation while it arrives, or each chunk as JSON. */
export async function streamAnswer(
  { client, request }: CommandContext,
  { maxTokens: max_tokens, temperature, jsonStream }: ChatFlags & GlobalFlags,
  { messages, signal = request.signal }: Question,
): Promise<ChatCompletion> {
  const progress = showProgress({ label: 'Waiting for the answer' })
  let isMidLine = false
  try {
    await using stream = streamChatCompletion(client, { messages, max_tokens, temperature }, { ...request, signal })
    for await (const chunk of stream) {
      if (jsonStream) await writeJson(chunk)
      if (jsonStream || chunk.text === '') continue
      progress.clear()
      isMidLine = !chunk.text.endsWith('\n')
      await writeText(chunk.text)
    }
    const completion = await stream.final()
    progress.clear()
    if (completion.choices[0]?.finish_reason === 'length') isMidLine = await noteTruncation(isMidLine)
    return completion
  } finally {
    progress.clear()
    if (isMidLine) await write('\n').catch(() => undefined)
  }
}

async function noteTruncation(isMidLine: boolean): Promise<boolean> {
  if (isMidLine) await write('\n')
  note('mira: The answer was truncated at its maximum length; allow more with --max-tokens.')
  return false
}
