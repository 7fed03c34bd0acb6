import { SimpleGrid } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import type { SpeechSettings } from './speak.ts'
import { SpeechCard } from './speech-card.tsx'
import { texts } from './texts.ts'
import { TranscriptionCard } from './transcription-card.tsx'
import { writeVoiceCode } from './voice-code.ts'

/** Renders the screen for text to speech and speech to text. */
export function VoiceScreen() {
  const text = useTexts(texts)
  const [settings, setSettings] = useState<SpeechSettings>({ input: text.example, voice: 'aria', speed: 1 })
  const [recording, setRecording] = useState<File>()
  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model="mira-voice"
      code={() => writeVoiceCode(settings, recording)}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <SpeechCard settings={settings} onChange={setSettings} />
        <TranscriptionCard recording={recording} onRecording={setRecording} />
      </SimpleGrid>
    </ScreenFrame>
  )
}
