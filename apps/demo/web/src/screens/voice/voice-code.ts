import type { Snippets } from '../../app/code/snippets.ts'
import { Expression, writeJavaScript } from '../../app/code/write-literal.ts'
import { FileContent, writeCurl, writePythonRequest } from '../../app/code/write-request.ts'
import type { SpeechSettings } from './speech-settings.ts'

const exampleFile = { name: 'recording.wav', type: 'audio/wav' }

/** Writes the code that generates the speech, and transcribes the recording. */
export function writeVoiceCode({ input, voice, speed }: SpeechSettings, recording: File | undefined): Snippets {
  const file = new FileContent(recording ?? exampleFile)
  const speech = { input: input.trim(), voice, speed, response_format: 'mp3' }
  const speechRequest = { path: '/v1/audio/speech', json: speech, output: 'speech.mp3' }
  const transcription = {
    path: '/v1/audio/transcribe',
    form: [
      ['response_format', 'verbose_json'],
      ['timestamp_granularities[]', 'segment'],
      ['timestamp_granularities[]', 'word'],
      ['file', file],
    ],
  } as const
  return {
    typescript: writeTypeScript(speech, file.name),
    curl: `${writeCurl(speechRequest)}\n\n${writeCurl(transcription)}`,
    python: `${writePythonRequest(speechRequest)}\n\n${writePythonRequest(transcription)}`,
    aiSdk: writeAiSdk({ input: input.trim(), voice, speed }, file.name),
  }
}

function writeTypeScript(speech: object, file: string): string {
  return `import { createClient } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { media, toSrt } from '@mira/media'
import { save } from '@mira/media/node'

const mira = createClient().extend(media) // reads MIRA_BASE_URL and MIRA_API_KEY

const speech = await mira.audio.speech(${writeJavaScript(speech)})
await save(speech, 'speech.mp3') // or for await (const piece of speech), while it is generated

const transcript = await mira.audio.transcribe({
  file: await fromPath(${writeJavaScript(file)}),
  response_format: 'verbose_json',
  timestamp_granularities: ['segment', 'word'],
})
console.log(transcript.text, transcript.words)
console.log(toSrt(transcript))
`
}

function writeAiSdk({ input, voice, speed }: SpeechSettings, file: string): string {
  const speech = { model: new Expression(`mira.speechModel('mira-voice')`), text: input, voice, speed }
  return `import { readFile, writeFile } from 'node:fs/promises'
import { mira } from '@mira/ai-sdk' // reads MIRA_BASE_URL and MIRA_API_KEY
import { experimental_generateSpeech as generateSpeech, experimental_transcribe as transcribe } from 'ai'

const { audio } = await generateSpeech(${writeJavaScript(speech)})
await writeFile('speech.mp3', audio.uint8Array)

const { text, segments } = await transcribe({
  model: mira.transcriptionModel('mira-transcribe'),
  audio: await readFile(${writeJavaScript(file)}),
})
console.log(text, segments)
`
}
