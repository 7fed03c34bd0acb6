import { Button, Group, Text } from '@mantine/core'
import type { Voice } from '@mira/media'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { useTask } from '../../app/use-task.ts'
import { speak } from './speak.ts'
import { texts } from './texts.ts'

interface VoiceSamplesProps {
  readonly voices: readonly Voice[]
  /** Called with the id of the voice that is played. */
  readonly onSelect: (voice: string) => void
}

/** Renders a button for each voice, which plays a sample of it and selects it. */
export function VoiceSamples({ voices, onSelect }: VoiceSamplesProps) {
  const text = useTexts(texts)
  const [playing, setPlaying] = useState<string>()
  const sample = useTask((signal, voice: Voice) =>
    speak({ input: text.sampleOf(voice.name ?? voice.id), voice: voice.id, speed: 1 }, signal),
  )
  function toggle(voice: Voice) {
    if (sample.isRunning && playing === voice.id) return sample.stop()
    setPlaying(voice.id)
    onSelect(voice.id)
    sample.run(voice)
  }
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {text.samples}
      </Text>
      <Group gap={6}>
        {voices.map((voice) => {
          const isPlaying = sample.isRunning && playing === voice.id
          const name = voice.name ?? voice.id
          return (
            <Button
              key={voice.id}
              size="compact-sm"
              variant={isPlaying ? 'filled' : 'light'}
              aria-pressed={isPlaying}
              aria-label={text.playSample(name)}
              onClick={() => toggle(voice)}
              leftSection={isPlaying ? <IconPlayerStop size={12} /> : <IconPlayerPlay size={12} />}
            >
              {name}
            </Button>
          )
        })}
      </Group>
      {sample.error !== undefined && <ErrorNotice error={sample.error} onRetry={sample.retry} />}
    </div>
  )
}
