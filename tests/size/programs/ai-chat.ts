import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText } from 'ai'

const provider = createOpenAICompatible({ name: 'mira', baseURL: 'https://example.org/v1' })
const { text } = await generateText({ model: provider('mira'), prompt: 'Hello' })
console.log(text)
