import { type ChatMessage, contentText, type Tool } from '@mira/chat'
import type { UiMessage } from '@mira/react'
import type { Snippets } from '../../app/code/snippets.ts'
import { Expression, writeJavaScript, writePythonArguments } from '../../app/code/write-literal.ts'
import { openaiClient } from '../../app/code/write-openai.ts'
import { writeCurl } from '../../app/code/write-request.ts'
import { requestMessages } from '../../conversation/request-messages.ts'
import { type ChatSettingsParams, type ConversationSettings, toChatParams } from '../../conversation/settings.ts'
import { pageTools } from './page-tools.ts'

/** Writes the code that sends the conversation with its settings. */
export function writeChatCode(settings: ConversationSettings, messages: readonly UiMessage[]): Snippets {
  const tools = settings.usesTools ? pageTools : []
  const request: ChatRequest = {
    params: toChatParams(settings),
    messages: requestMessages(settings.system, messages),
    tools,
  }
  return {
    typescript: writeTypeScript(request),
    curl: writeCurl({ path: '/v1/chat/completions', json: toBody(request) }),
    python: writePython(request),
    aiSdk: writeAiSdk(request),
  }
}

interface ChatRequest {
  readonly params: ChatSettingsParams
  readonly messages: readonly ChatMessage[]
  readonly tools: readonly Tool[]
}

/** Implementations of the functions of the page, as short as an example can be. */
const implementations: Readonly<Record<string, string>> = {
  get_time: '({ city }) => ({ city, local_time: new Date().toTimeString() })',
  roll_dice: '({ count }) => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * 6))',
}

function toBody({ params, messages, tools }: ChatRequest): object {
  const wire = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }))
  return { ...params, messages, ...(wire.length > 0 && { tools: wire }) }
}

function writeTypeScript({ params, messages, tools }: ChatRequest): string {
  const body = {
    ...params,
    messages,
    ...(tools.length > 0 && { tools: new Expression(`[${tools.map(toIdentifier).join(', ')}]`) }),
  }
  const definitions = tools.map((tool) => {
    const { name, description, parameters } = tool
    const type = name === 'roll_dice' ? '{ count: number }' : '{ city: string }'
    const fields = { name, description, parameters, execute: new Expression(implementations[name]!) }
    return `const ${toIdentifier(tool)} = defineTool<${type}>(${writeJavaScript(fields)})\n`
  })
  return `import { ${tools.length > 0 ? 'chat, defineTool' : 'chat'} } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat) // reads MIRA_BASE_URL and MIRA_API_KEY
${definitions.map((definition) => `\n${definition}`).join('')}
const stream = mira.chat.${tools.length > 0 ? 'streamTools' : 'stream'}(${writeJavaScript(body)})
for await (const { text } of stream) process.stdout.write(text)
`
}

function writePython(request: ChatRequest): string {
  return `${openaiClient}
stream = client.chat.completions.create(
${writePythonArguments(toBody(request))}    stream=True,
)
for chunk in stream:
    for choice in chunk.choices:
        print(choice.delta.content or "", end="", flush=True)
`
}

function writeAiSdk({ params, messages, tools }: ChatRequest): string {
  const { model, temperature, max_tokens, response_format } = params
  const system = messages.find(({ role }) => role === 'system')
  const fields = {
    model: new Expression(`mira(${writeJavaScript(model)})`),
    ...(system && { system: contentText(system.content) }),
    messages: messages.filter(({ role }) => role === 'user' || role === 'assistant').map(toModelMessage),
    temperature,
    maxOutputTokens: max_tokens,
    ...toOutput(response_format),
    ...(tools.length > 0 && {
      tools: Object.fromEntries(tools.map((tool) => [tool.name, toTool(tool)])),
      stopWhen: new Expression('isStepCount(5)'),
    }),
  }
  const imports = [
    tools.length > 0 && 'isStepCount',
    (tools.length > 0 || response_format?.type === 'json_schema') && 'jsonSchema',
    response_format && 'Output',
    'streamText',
    tools.length > 0 && 'tool',
  ]
  return `import { mira } from '@mira/ai-sdk' // reads MIRA_BASE_URL and MIRA_API_KEY
import { ${imports.filter(Boolean).join(', ')} } from 'ai'

const { textStream } = streamText(${writeJavaScript(fields)})
for await (const text of textStream) process.stdout.write(text)
`
}

function toOutput(format: ChatSettingsParams['response_format']): object {
  if (format === undefined) return {}
  if (format.type === 'json_object') return { output: new Expression('Output.json()') }
  const { schema } = format.json_schema as { readonly schema: object }
  return { output: new Expression(`Output.object({ schema: jsonSchema(${writeJavaScript(schema, '  ')}) })`) }
}

function toTool({ name, description, parameters }: Tool): Expression {
  const fields = {
    description,
    inputSchema: new Expression(`jsonSchema(${writeJavaScript(parameters, '      ')})`),
    execute: new Expression(`async ${implementations[name]!}`),
  }
  return new Expression(`tool(${writeJavaScript(fields, '    ')})`)
}

function toModelMessage({ role, content }: ChatMessage): object {
  if (!Array.isArray(content)) return { role, content: contentText(content) }
  const parts = content.map((part) =>
    part.type === 'image_url' ? { type: 'image', image: (part as unknown as ImagePart).image_url.url } : part,
  )
  return { role, content: parts }
}

interface ImagePart {
  readonly image_url: { readonly url: string }
}

const toIdentifier = ({ name }: Tool): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
