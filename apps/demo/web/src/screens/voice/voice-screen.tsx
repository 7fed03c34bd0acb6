import { SimpleGrid } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import snippet from './snippet.ts?raw'
import { SpeechCard } from './speech-card.tsx'
import { texts } from './texts.ts'
import { TranscriptionCard } from './transcription-card.tsx'

/** Renders the screen for text to speech and speech to text. */
export function VoiceScreen() {
  const text = useTexts(texts)
  return (
    <ScreenFrame title={text.title} about={text.about} model="mira-voice" code={snippet}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <SpeechCard />
        <TranscriptionCard />
      </SimpleGrid>
    </ScreenFrame>
  )
}
