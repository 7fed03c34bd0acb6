import { SimpleGrid } from '@mantine/core'
import { useTranscription } from '@mira/react'
// Served from the page's origin: its content security policy does not allow scripts from blobs.
import workletUrl from '@mira/realtime/audio/worklet.js?url'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { SpeechCard } from './speech-card.tsx'
import type { SpeechSettings } from './speech-settings.ts'
import { texts } from './texts.ts'
import { TranscriptionCard } from './transcription-card.tsx'
import { writeVoiceCode } from './voice-code.ts'

const params = { response_format: 'verbose_json', timestamp_granularities: ['segment', 'word'] } as const

/** Renders the screen for text to speech and speech to text. */
export function VoiceScreen() {
  const text = useTexts(texts)
  const [settings, setSettings] = useState<SpeechSettings>({ input: text.example, voice: 'aria', speed: 1 })
  const [selected, setSelected] = useState<File>()
  const transcription = useTranscription({ client, params, workletUrl })
  const recording = transcription.recording ?? selected
  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model="mira-voice"
      code={() => writeVoiceCode(settings, recording)}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <SpeechCard settings={settings} onChange={setSettings} />
        <TranscriptionCard transcription={transcription} recording={recording} onSelect={setSelected} />
      </SimpleGrid>
    </ScreenFrame>
  )
}
