import { Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { listVoices } from '@mira/media'
import { IconVolume } from '@tabler/icons-react'
import { useEffect } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { Waveform } from '../../app/waveform.tsx'
import { type SpeechSettings, speak } from './speak.ts'
import { SpeechOptions } from './speech-options.tsx'
import { texts } from './texts.ts'
import { VoiceSamples } from './voice-samples.tsx'

interface SpeechCardProps {
  readonly settings: SpeechSettings
  readonly onChange: (settings: SpeechSettings) => void
}

/** Renders the form that converts text to speech. */
export function SpeechCard({ settings, onChange }: SpeechCardProps) {
  const text = useTexts(texts)
  const voices = useTask((signal) => listVoices(client, { signal }))
  const speech = useTask((signal, request: SpeechSettings) => speak(request, signal))
  useEffect(voices.run, [])
  const input = settings.input.trim()
  const voice = voices.result?.data.find(({ id }) => id === settings.voice)
  const { result } = speech
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="speech-title">
      <Stack>
        <Title order={2} size="h5" id="speech-title">
          {text.speech}
        </Title>
        <Textarea
          autosize
          minRows={3}
          dir="auto"
          label={text.input}
          value={settings.input}
          onChange={(event) => onChange({ ...settings, input: event.currentTarget.value })}
        />
        <Group align="end">
          <SpeechOptions settings={settings} onChange={onChange} voices={voices.result?.data} />
          <TaskButton
            task={speech}
            disabled={input === ''}
            onClick={() => speech.run({ ...settings, input })}
            icon={<IconVolume size={16} aria-hidden />}
          >
            {text.speak}
          </TaskButton>
        </Group>
        {voices.result && (
          <VoiceSamples voices={voices.result.data} onSelect={(id) => onChange({ ...settings, voice: id })} />
        )}
        {voice?.description && (
          <Text size="sm" c="dimmed">
            {voice.description}
          </Text>
        )}
        {voices.error !== undefined && <ErrorNotice error={voices.error} onRetry={voices.retry} />}
        {speech.error !== undefined && <ErrorNotice error={speech.error} onRetry={speech.retry} />}
        {result && <Waveform audio={result.audio} />}
        {result && (
          <Text size="sm" role="status">
            {text.firstAudio(Math.round(result.firstAudioMs))} ·{' '}
            {text.spoken(result.seconds, (result.seconds * 1_000) / result.generationMs)}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
