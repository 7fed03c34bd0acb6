import type { ChatTool } from '@mira/engine'

/** Name of the tool that the server carries out itself; a function of this name is the same. */
export const musicToolName = 'mira_music_generate'

/** What the model is told of the tool. */
export const musicTool: ChatTool = {
  name: musicToolName,
  description: 'Generate music: compose a song or an instrumental track from a description, and give its audio file',
  parameters: {
    type: 'object',
    properties: {
      prompt: { type: 'string', description: 'What it shall sound like and be about' },
      genre: { type: 'string', description: 'Such as synthwave or orchestral' },
      mood: { type: 'string', description: 'Such as calm or energetic' },
      duration_seconds: { type: 'integer', minimum: 1, maximum: 240 },
      instrumental: { type: 'boolean', description: 'Without a voice' },
      lyrics: { type: 'string', description: 'Words to be sung' },
    },
    required: ['prompt'],
  },
}
