/** A content part of a message: text, or audio with its transcript. */
export interface RealtimePart {
  /** `input_text`, `text`, `output_text`, `input_audio`, `audio`, … */
  type: string
  text?: string | undefined
  transcript?: string | null | undefined
  [field: string]: unknown
}

/** An entry of the conversation: a message, a function call or its output. */
export interface ConversationItem {
  id?: string | undefined
  /** `message`, `function_call`, `function_call_output`, … */
  type: string
  /** `user`, `assistant` or `system`; only for messages. */
  role?: string | undefined
  status?: string | undefined
  content?: RealtimePart[] | undefined
  call_id?: string | undefined
  name?: string | undefined
  /** Arguments of a function call, as JSON text. */
  arguments?: string | undefined
  /** Output of a function call. */
  output?: string | undefined
  [field: string]: unknown
}

/** Returns the text of a message; audio parts contribute their transcript. */
export function itemText({ content }: ConversationItem): string {
  if (!Array.isArray(content)) return ''
  return content.map((part) => part?.text ?? part?.transcript ?? '').join('')
}
