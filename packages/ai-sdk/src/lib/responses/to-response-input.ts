import {
  type LanguageModelV4Message,
  type LanguageModelV4Prompt,
  type SharedV4Warning,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider'
import { providerName } from '../model-context.ts'
import { type PromptFile, readFilePart } from '../read-file-part.ts'
import { readToolOutput, toArguments } from '../tool-output.ts'

/** Item of the input in wire format. */
export type InputItem = Readonly<Record<string, unknown>>

type Content<Role extends LanguageModelV4Message['role']> = Extract<LanguageModelV4Message, { role: Role }>['content']

/**
 * Converts a prompt to the items of a response. Reasoning is sent back with the id of its item.
 *
 * @param warnings - Receives a warning for each part that is not sent.
 * @throws {UnsupportedFunctionalityError} when a file cannot be sent.
 */
export async function toResponseInput(
  prompt: LanguageModelV4Prompt,
  warnings: SharedV4Warning[],
): Promise<InputItem[]> {
  const items: InputItem[] = []
  for (const message of prompt) {
    if (message.role === 'system') items.push({ role: 'system', content: message.content })
    else if (message.role === 'user') items.push({ role: 'user', content: await toUserParts(message.content) })
    else if (message.role === 'assistant') items.push(...toAssistantItems(message.content, warnings))
    else items.push(...(await toOutputItems(message.content, warnings)))
  }
  return items
}

async function toUserParts(content: Content<'user'>): Promise<InputItem[]> {
  const parts: InputItem[] = []
  for (const part of content) {
    if (part.type === 'text') parts.push({ type: 'input_text', text: part.text })
    else parts.push({ ...toInputPart(await readFilePart(part)), ...part.providerOptions?.[providerName] })
  }
  return parts
}

function toInputPart(file: PromptFile): InputItem {
  if (file.kind === 'text') return { type: 'input_text', text: file.text }
  if (file.kind === 'image') return { type: 'input_image', image_url: file.url }
  throw new UnsupportedFunctionalityError({ functionality: 'audio files in responses; use a chat model' })
}

function toAssistantItems(content: Content<'assistant'>, warnings: SharedV4Warning[]): InputItem[] {
  const items: InputItem[] = []
  for (const part of content) {
    if (part.type === 'text') {
      items.push({ role: 'assistant', content: [{ type: 'output_text', text: part.text }] })
    } else if (part.type === 'reasoning') {
      const id = part.providerOptions?.[providerName]?.itemId
      const summary = part.text === '' ? [] : [{ type: 'summary_text', text: part.text }]
      addReasoning(items, { type: 'reasoning', ...(typeof id === 'string' && { id }), summary })
    } else if (part.type === 'tool-call') {
      if (part.providerExecuted) continue
      const { toolCallId: call_id, toolName: name } = part
      items.push({ type: 'function_call', call_id, name, arguments: toArguments(part.input) })
    } else if (part.type !== 'tool-result') {
      warnings.push({ type: 'unsupported', feature: `${part.type} parts in messages of the assistant` })
    }
  }
  return items
}

/** Adds reasoning; the parts of a summary are one item. */
function addReasoning(items: InputItem[], item: InputItem & { readonly summary: readonly object[] }): void {
  const last = items.at(-1) as typeof item | undefined
  if (item.id !== undefined && last?.type === 'reasoning' && last.id === item.id) {
    items[items.length - 1] = { ...last, summary: [...last.summary, ...item.summary] }
  } else items.push(item)
}

async function toOutputItems(content: Content<'tool'>, warnings: SharedV4Warning[]): Promise<InputItem[]> {
  const items: InputItem[] = []
  for (const part of content) {
    if (part.type === 'tool-approval-response') continue
    const { text, files } = await readToolOutput(part, warnings)
    const parts = [...(text === '' ? [] : [{ type: 'input_text', text }]), ...files.map(toInputPart)]
    items.push({ type: 'function_call_output', call_id: part.toolCallId, output: files.length === 0 ? text : parts })
  }
  return items
}
