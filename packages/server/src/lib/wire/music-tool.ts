import type { ChatTool } from '@mira/engine'

/** Name of the tool that the server runs itself; a function with this name is treated as the tool. */
export const musicToolName = 'mira_music_generate'

/** Definition of the tool, as sent to the model. */
export const musicTool: ChatTool = {
  name: musicToolName,
  description: 'Generate music: compose a song or an instrumental track from a description and return its audio file',
  parameters: {
    type: 'object',
    properties: {
      prompt: { type: 'string', description: 'Style and subject of the music' },
      genre: { type: 'string', description: 'Genre, such as synthwave or orchestral' },
      mood: { type: 'string', description: 'Mood, such as calm or energetic' },
      duration_seconds: { type: 'integer', minimum: 1, maximum: 240 },
      instrumental: { type: 'boolean', description: 'Generate music without vocals' },
      lyrics: { type: 'string', description: 'Lyrics to sing' },
    },
    required: ['prompt'],
  },
}
