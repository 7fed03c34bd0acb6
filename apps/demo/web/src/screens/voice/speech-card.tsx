import { Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { listVoices } from '@mira/media'
import { useSpeech } from '@mira/react'
import { IconVolume } from '@tabler/icons-react'
import { useEffect } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { Waveform } from '../../app/waveform.tsx'
import { SpeechOptions } from './speech-options.tsx'
import { type SpeechSettings, speechOptions } from './speech-settings.ts'
import { texts } from './texts.ts'
import { VoiceSamples } from './voice-samples.tsx'

/** Length of a WAV file of 24,000 samples per second, of 2 bytes each, behind a header of 44. */
const secondsOf = ({ size }: Blob) => (size - 44) / 48_000

interface SpeechCardProps {
  readonly settings: SpeechSettings
  readonly onChange: (settings: SpeechSettings) => void
}

/** Renders the form that converts text to speech. */
export function SpeechCard({ settings, onChange }: SpeechCardProps) {
  const text = useTexts(texts)
  const voices = useTask((signal) => listVoices(client, { signal }))
  const { status, audio, firstAudioMs, receivedMs, error, speak, stop } = useSpeech(speechOptions)
  useEffect(voices.run, [])
  const input = settings.input.trim()
  const voice = voices.result?.data.find(({ id }) => id === settings.voice)
  const start = () => speak({ ...settings, input })
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
            task={{ isRunning: status === 'loading' || status === 'playing', stop }}
            disabled={input === ''}
            onClick={start}
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
        {error !== undefined && <ErrorNotice error={error} onRetry={start} />}
        {audio && <Waveform audio={audio} />}
        {audio && firstAudioMs !== undefined && receivedMs !== undefined && (
          <Text size="sm" role="status">
            {text.firstAudio(Math.round(firstAudioMs))} ·{' '}
            {text.spoken(secondsOf(audio), (secondsOf(audio) * 1_000) / receivedMs)}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
