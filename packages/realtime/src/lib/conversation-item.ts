/** A part of a message: text, or audio that is known by its transcript. */
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
  /** `user`, `assistant` or `system`; of messages. */
  role?: string | undefined
  status?: string | undefined
  content?: RealtimePart[] | undefined
  call_id?: string | undefined
  name?: string | undefined
  /** JSON text of the arguments of a call. */
  arguments?: string | undefined
  /** What a function gave. */
  output?: string | undefined
  [field: string]: unknown
}

/** What a message says, spoken parts by their transcripts. */
export function itemText({ content }: ConversationItem): string {
  if (!Array.isArray(content)) return ''
  return content.map((part) => part?.text ?? part?.transcript ?? '').join('')
}
