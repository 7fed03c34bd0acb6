import type { ChatModel } from '@mira/engine'

/** Models of the local chat engine. */
export const models: readonly ChatModel[] = [
  { id: 'mira', contextWindow: 32_768, maxOutputTokens: 4_096 },
  { id: 'mira-thinking', contextWindow: 32_768, maxOutputTokens: 8_192 },
]
