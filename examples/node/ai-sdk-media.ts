import { mira } from '@mira/ai-sdk'
import {
  generateImage,
  generateSpeech,
  experimental_getVideoStatus as getVideoStatus,
  experimental_startVideo as startVideo,
  transcribe,
} from 'ai'

// #region images
const { image } = await generateImage({ model: mira.imageModel('mira-image'), prompt: 'A lighthouse at dusk' })
const edited = await generateImage({
  model: mira.imageModel('mira-image'),
  prompt: { text: 'Make it grayscale', images: [image.uint8Array] },
})
// #endregion
console.log(image.mediaType, edited.image.mediaType)

// #region voice
const { audio } = await generateSpeech({
  model: mira.speechModel('mira-voice'),
  text: 'The meeting begins at ten',
  outputFormat: 'wav',
})
const { text } = await transcribe({ model: mira.transcriptionModel('mira-transcribe'), audio: audio.uint8Array })
// #endregion
console.log(audio.mediaType, text)

// #region video
const model = mira.videoModel('mira-video')
const { operation } = await startVideo({ model, prompt: 'A boat on a lake', duration: 5 })
await save(JSON.stringify(operation)) // any process can ask for the video, also after a restart

const status = await getVideoStatus(model, { operation })
console.log(status.status === 'completed' ? status.videos.length : status.status)
// #endregion

async function save(reference: string): Promise<void> {
  console.log('saved', JSON.parse(reference).id !== undefined)
}
