import type { LanguageModelV4Message, LanguageModelV4Prompt, SharedV4Warning } from '@ai-sdk/provider'
import type { ChatMessage, ContentPart } from '@mira/chat'
import { providerName } from '../model-context.ts'
import { type PromptFile, readFilePart } from '../read-file-part.ts'
import { readToolOutput, toArguments } from '../tool-output.ts'

type Content<Role extends LanguageModelV4Message['role']> = Extract<LanguageModelV4Message, { role: Role }>['content']

/**
 * Converts a prompt to messages. Reasoning is sent back as `thinking_content`. Files in tool results, for which the wire
 * has no form, follow the results in a message of the user.
 *
 * @param warnings - Receives a warning for each part that is not sent, or is sent in another form.
 * @throws {UnsupportedFunctionalityError} when a file cannot be sent.
 */
export async function toChatMessages(
  prompt: LanguageModelV4Prompt,
  warnings: SharedV4Warning[],
): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = []
  for (const message of prompt) {
    const fields = message.providerOptions?.[providerName]
    if (message.role === 'tool') messages.push(...(await toToolMessages(message.content, warnings)))
    else if (message.role === 'system') messages.push({ role: 'system', content: message.content, ...fields })
    else if (message.role === 'user') messages.push({ ...(await toUserMessage(message.content)), ...fields })
    else messages.push({ ...toAssistantMessage(message.content, warnings), ...fields })
  }
  return messages
}

async function toUserMessage(content: Content<'user'>): Promise<ChatMessage> {
  const [first] = content
  if (content.length === 1 && first?.type === 'text') return { role: 'user', content: first.text }
  const parts: ContentPart[] = []
  for (const part of content) {
    if (part.type === 'text') parts.push({ type: 'text', text: part.text })
    else parts.push(toContentPart(await readFilePart(part), part.providerOptions?.[providerName]))
  }
  return { role: 'user', content: parts }
}

/** @param fields - Further fields of an image, such as `detail`. */
function toContentPart(file: PromptFile, fields?: object): ContentPart {
  if (file.kind === 'text') return { type: 'text', text: file.text }
  if (file.kind === 'image') return { type: 'image_url', image_url: { url: file.url, ...fields } }
  return { type: 'input_audio', input_audio: { data: file.data, format: file.format } }
}

function toAssistantMessage(content: Content<'assistant'>, warnings: SharedV4Warning[]): ChatMessage {
  let text = ''
  let reasoning = ''
  const calls: NonNullable<ChatMessage['tool_calls']>[number][] = []
  for (const part of content) {
    if (part.type === 'text') text += part.text
    else if (part.type === 'reasoning') reasoning += part.text
    else if (part.type === 'tool-call') {
      // The server knows the calls that it executes itself; their results are part of its text.
      if (part.providerExecuted) continue
      const called = { name: part.toolName, arguments: toArguments(part.input) }
      calls.push({ id: part.toolCallId, type: 'function', function: called })
    } else if (part.type !== 'tool-result') {
      warnings.push({ type: 'unsupported', feature: `${part.type} parts in messages of the assistant` })
    }
  }
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...(reasoning !== '' && { thinking_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

async function toToolMessages(content: Content<'tool'>, warnings: SharedV4Warning[]): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = []
  const files: ContentPart[] = []
  for (const part of content) {
    if (part.type === 'tool-approval-response') continue
    const output = await readToolOutput(part, warnings)
    messages.push({ role: 'tool', tool_call_id: part.toolCallId, content: output.text })
    if (output.files.length === 0) continue
    const details = 'they follow the results in a message of the user'
    warnings.push({ type: 'compatibility', feature: `files in a result of ${part.toolName}`, details })
    files.push({ type: 'text', text: `Files in the result of ${part.toolName}:` })
    files.push(...output.files.map((file) => toContentPart(file)))
  }
  return files.length === 0 ? messages : [...messages, { role: 'user', content: files }]
}
