import type { UiMessage } from '@mira/react'
import type { Snippets } from '../../app/code/snippets.ts'
import { Expression, writeJavaScript, writePythonArguments } from '../../app/code/write-literal.ts'
import { openaiClient } from '../../app/code/write-openai.ts'
import { writeCurl } from '../../app/code/write-request.ts'
import { requestMessages } from '../../conversation/request-messages.ts'
import { type ConversationSettings, toResponseParams } from '../../conversation/settings.ts'

/** What the screen has sent, and what the next message continues. */
export interface KeptState {
  readonly messages: readonly UiMessage[]
  readonly previousId: string
}

/** Writes the code that sends the last message as a response, and a second one that continues it. */
export function writeResponseCode(settings: ConversationSettings, { messages, previousId }: KeptState): Snippets {
  const last = messages.findLast(({ role }) => role === 'user')
  const [example] = requestMessages('', [])
  const body = {
    ...toResponseParams(settings),
    input: last?.text ?? String(example?.content),
    ...(previousId.trim() !== '' && { previous_response_id: previousId.trim() }),
  }
  return {
    typescript: writeTypeScript(body),
    curl: writeCurl({ path: '/v1/responses', json: body }),
    python: writePython(body),
    aiSdk: writeAiSdk(body),
  }
}

type ResponseBody = ReturnType<typeof toResponseParams> & { readonly input: string }

function writeTypeScript(body: ResponseBody): string {
  return `import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat) // reads MIRA_BASE_URL and MIRA_API_KEY

const first = await mira.responses.create(${writeJavaScript(body)})
console.log(first.output_text)

// The server keeps the conversation: only the new message is sent.
const second = await mira.responses.create({ input: 'What did I ask?', previous_response_id: first.id })
console.log(second.output_text)
`
}

function writePython(body: ResponseBody): string {
  return `${openaiClient}
first = client.responses.create(
${writePythonArguments(body)})
print(first.output_text)

# The server keeps the conversation: only the new message is sent.
second = client.responses.create(
    model=${JSON.stringify(body.model)},
    input="What did I ask?",
    previous_response_id=first.id,
)
print(second.output_text)
`
}

function writeAiSdk({ model, instructions, temperature, max_output_tokens, ...body }: ResponseBody): string {
  const { input, previous_response_id } = body
  const fields = {
    model: new Expression(`mira.responses(${writeJavaScript(model)})`),
    system: instructions,
    prompt: input,
    temperature,
    maxOutputTokens: max_output_tokens,
    ...(previous_response_id !== undefined && { providerOptions: { mira: { previous_response_id } } }),
  }
  return `import { mira } from '@mira/ai-sdk' // reads MIRA_BASE_URL and MIRA_API_KEY
import { generateText } from 'ai'

const { text } = await generateText(${writeJavaScript(fields)})
console.log(text)
`
}
