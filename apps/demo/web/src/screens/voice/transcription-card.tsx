import { Loader, Paper, Stack, Title } from '@mantine/core'
import { transcribe } from '@mira/media'
import { useRef } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { useTask } from '../../app/use-task.ts'
import { Waveform, type WaveformHandle } from '../../app/waveform.tsx'
import { AudioInput } from './audio-input.tsx'
import { RecordButton } from './record-button.tsx'
import { texts } from './texts.ts'
import { TranscriptView } from './transcript-view.tsx'

interface TranscriptionCardProps {
  readonly recording: File | undefined
  readonly onRecording: (recording: File) => void
}

/** Renders the form that transcribes a recording or an audio file. */
export function TranscriptionCard({ recording, onRecording }: TranscriptionCardProps) {
  const text = useTexts(texts)
  const player = useRef<WaveformHandle>(null)
  const transcription = useTask(async (signal, file: File) =>
    transcribe(
      client,
      { file, response_format: 'verbose_json', timestamp_granularities: ['segment', 'word'] },
      { signal },
    ),
  )
  const start = (file: File) => {
    onRecording(file)
    transcription.run(file)
  }
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="transcription-title">
      <Stack>
        <Title order={2} size="h5" id="transcription-title">
          {text.transcription}
        </Title>
        <RecordButton onRecorded={start} />
        <AudioInput onSelect={start} />
        {recording && <Waveform audio={recording} ref={player} />}
        {transcription.isRunning && <Loader size="sm" role="img" aria-label={text.transcribing} />}
        {transcription.error !== undefined && <ErrorNotice error={transcription.error} onRetry={transcription.retry} />}
        {transcription.result && (
          <TranscriptView
            transcript={transcription.result}
            durationMs={transcription.durationMs ?? 0}
            onSeek={(start, end) => player.current?.playFrom(start, end)}
          />
        )}
      </Stack>
    </Paper>
  )
}
