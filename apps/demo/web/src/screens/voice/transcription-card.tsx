import { Alert, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { isMiraError, metadataOf } from '@mira/core'
import type { UseTranscriptionResult } from '@mira/react'
import { IconMicrophone, IconPlayerStop } from '@tabler/icons-react'
import { useRef } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { Waveform, type WaveformHandle } from '../../app/waveform.tsx'
import { AudioInput } from './audio-input.tsx'
import { texts } from './texts.ts'
import { TranscriptView } from './transcript-view.tsx'

interface TranscriptionCardProps {
  readonly transcription: UseTranscriptionResult
  /** The recording, or the selected file. */
  readonly recording: File | undefined
  readonly onSelect: (file: File) => void
}

/** Renders the form that transcribes a recording or an audio file. */
export function TranscriptionCard({ transcription, recording, onSelect }: TranscriptionCardProps) {
  const text = useTexts(texts)
  const player = useRef<WaveformHandle>(null)
  const { status, transcript, error, recordedSeconds, record, finish, cancel, transcribe } = transcription
  const isRecording = status === 'recording'
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="transcription-title">
      <Stack>
        <Title order={2} size="h5" id="transcription-title">
          {text.transcription}
        </Title>
        <Group>
          <Button
            color={isRecording ? 'red' : 'violet'}
            disabled={status === 'opening' || status === 'transcribing'}
            leftSection={isRecording ? <IconPlayerStop size={16} /> : <IconMicrophone size={16} />}
            onClick={isRecording ? finish : record}
          >
            {isRecording ? text.stopRecording : text.record}
          </Button>
          {isRecording && (
            <Text role="status" size="sm" c="red">
              {text.recording(Math.floor(recordedSeconds))}
            </Text>
          )}
        </Group>
        <AudioInput
          onSelect={(file) => {
            onSelect(file)
            cancel()
            transcribe(file)
          }}
        />
        {recording && <Waveform audio={recording} ref={player} />}
        {status === 'transcribing' && <Loader size="sm" role="img" aria-label={text.transcribing} />}
        {error !== undefined &&
          (isMicrophoneError(error) ? (
            <Alert color="orange" role="alert">
              {text.noMicrophone}
            </Alert>
          ) : (
            <ErrorNotice error={error} onRetry={() => recording && transcribe(recording)} />
          ))}
        {transcript && (
          <TranscriptView
            transcript={transcript}
            durationMs={metadataOf(transcript)?.durationMs ?? 0}
            onSeek={(start, end) => player.current?.playFrom(start, end)}
          />
        )}
      </Stack>
    </Paper>
  )
}

/** Returns whether an error concerns the microphone; `audio_unsupported` is one of insecure pages. */
const isMicrophoneError = (error: unknown): boolean =>
  isMiraError(error) && (error.code.startsWith('microphone_') || error.code === 'audio_unsupported')
