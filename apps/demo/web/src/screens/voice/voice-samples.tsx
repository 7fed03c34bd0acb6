import { Button, Group, Text } from '@mantine/core'
import type { Voice } from '@mira/media'
import { useSpeech } from '@mira/react'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { speechOptions } from './speech-settings.ts'
import { texts } from './texts.ts'

interface VoiceSamplesProps {
  readonly voices: readonly Voice[]
  /** Called with the id of the voice that is played. */
  readonly onSelect: (voice: string) => void
}

/** Renders a button for each voice, which plays a sample of it and selects it. */
export function VoiceSamples({ voices, onSelect }: VoiceSamplesProps) {
  const text = useTexts(texts)
  const [played, setPlayed] = useState<Voice>()
  const { status, error, speak, stop } = useSpeech(speechOptions)
  const isBusy = status === 'loading' || status === 'playing'
  function play(voice: Voice) {
    setPlayed(voice)
    onSelect(voice.id)
    speak({ input: text.sampleOf(voice.name ?? voice.id), voice: voice.id })
  }
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {text.samples}
      </Text>
      <Group gap={6}>
        {voices.map((voice) => {
          const isPlaying = isBusy && played?.id === voice.id
          const name = voice.name ?? voice.id
          return (
            <Button
              key={voice.id}
              size="compact-sm"
              variant={isPlaying ? 'filled' : 'light'}
              aria-pressed={isPlaying}
              aria-label={text.playSample(name)}
              onClick={() => (isPlaying ? stop() : play(voice))}
              leftSection={isPlaying ? <IconPlayerStop size={12} /> : <IconPlayerPlay size={12} />}
            >
              {name}
            </Button>
          )
        })}
      </Group>
      {error !== undefined && <ErrorNotice error={error} onRetry={() => played && play(played)} />}
    </div>
  )
}
