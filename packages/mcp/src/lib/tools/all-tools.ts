import { cancelJobTool } from './cancel-job.ts'
import { chatTool } from './chat.ts'
import type { AnyTool } from './define-tool.ts'
import { editImageTool } from './edit-image.ts'
import { generateImageTool } from './generate-image.ts'
import { generateMusicTool } from './generate-music.ts'
import { generateSpeechTool } from './generate-speech.ts'
import { generateVideoTool } from './generate-video.ts'
import { getBalanceTool } from './get-balance.ts'
import { getJobTool } from './get-job.ts'
import { listModelsTool } from './list-models.ts'
import { listVoicesTool } from './list-voices.ts'
import { locateObjectsTool } from './locate-objects.ts'
import { transcribeAudioTool } from './transcribe-audio.ts'

/** All tools, in the order in which they are listed. */
export const allTools: readonly AnyTool[] = [
  generateImageTool,
  editImageTool,
  generateSpeechTool,
  transcribeAudioTool,
  generateMusicTool,
  generateVideoTool,
  getJobTool,
  cancelJobTool,
  locateObjectsTool,
  chatTool,
  listVoicesTool,
  listModelsTool,
  getBalanceTool,
]
