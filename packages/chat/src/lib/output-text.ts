import { contentText } from './content-text.ts'
import type { MiraResponse } from './response.ts'

/** Returns the text of all messages in a response; empty if there is none. */
export function outputText({ output }: Pick<MiraResponse, 'output'>): string {
  if (!Array.isArray(output)) return ''
  return output.map((item) => (item?.type === 'message' ? contentText(item.content) : '')).join('')
}
