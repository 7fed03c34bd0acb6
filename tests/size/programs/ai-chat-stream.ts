import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { streamText } from 'ai'

const provider = createOpenAICompatible({ name: 'mira', baseURL: 'https://example.org/v1' })
const { textStream } = streamText({ model: provider('mira'), prompt: 'Hello' })
for await (const text of textStream) console.log(text)
