import { type ChatMessage, contentText, createChatCompletion, imagePart } from '@mira/chat'
import * as z from 'zod'
import { readImageInput } from '../files/read-input.ts'
import { InputError } from '../input-error.ts'
import type { ServerContext } from '../server-context.ts'
import { billedHints, costs } from '../tool.ts'
import { imageArgument, modelArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

/** Asks a model. */
export const chatTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'chat',
  title: 'Chat with a Mira model',
  description: `Sends one message, optionally with images, to a Mira chat model and returns its answer. The model does not see this conversation: include what it needs. ${costs}`,
  activity: 'Waiting for the answer',
  inputSchema: z.strictObject({
    message: z.string().min(1).describe('Message to the model'),
    system: z.string().min(1).optional().describe('Instructions to the model'),
    images: z.array(imageArgument).max(10).optional().describe('Images to attach to the message'),
    model: modelArgument,
    temperature: z.number().min(0).max(2).optional(),
    max_tokens: z.int().min(1).optional().describe('Maximum length of the answer, in tokens'),
  }),
  outputSchema: z.object({
    text: z.string(),
    model: z.string().optional(),
    finish_reason: z.string().optional().describe('length: the answer was cut off at max_tokens'),
    total_tokens: z.int().optional(),
  }),
  annotations: billedHints,
  async run(context, { message, system, images = [], ...params }, { signal }) {
    const messages: ChatMessage[] = [await toMessage(context, message, images)]
    if (system !== undefined) messages.unshift({ role: 'system', content: system })
    const {
      choices = [],
      model,
      usage,
    } = await createChatCompletion(context.client, { ...params, messages }, { signal })
    const [choice] = choices
    if (choice === undefined) throw new InputError('The model returned no answer')
    const text = contentText(choice.message?.content)
    const finish_reason = choice.finish_reason ?? undefined
    const total_tokens = usage?.total_tokens
    return {
      data: {
        text,
        ...(model && { model }),
        ...(finish_reason && { finish_reason }),
        ...(total_tokens && { total_tokens }),
      },
      content: [{ type: 'text', text }],
    }
  },
})

async function toMessage(context: ServerContext, text: string, images: readonly string[]): Promise<ChatMessage> {
  if (images.length === 0) return { role: 'user', content: text }
  const parts = await Promise.all(images.map(async (image) => imagePart(await readImageInput(context, image))))
  return { role: 'user', content: [{ type: 'text', text }, ...parts] }
}
