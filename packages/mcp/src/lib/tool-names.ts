/** Name of a tool of the server. */
export type ToolName = (typeof toolNames)[number]

/** Names of all tools, in the order in which they are listed. */
export const toolNames = [
  'generate_image',
  'edit_image',
  'generate_speech',
  'transcribe_audio',
  'generate_music',
  'generate_video',
  'get_job',
  'cancel_job',
  'locate_objects',
  'chat',
  'list_voices',
  'list_models',
  'get_balance',
] as const
