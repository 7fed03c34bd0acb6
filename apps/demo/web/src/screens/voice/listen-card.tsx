import '@mantine/dropzone/styles.css'
import { Alert, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { transcribe } from '@mira/media'
import { IconMicrophone, IconPlayerStop } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { useTask } from '../../app/use-task.ts'
import { Waveform, type WaveformHandle } from '../../app/waveform.tsx'
import { texts } from './texts.ts'
import { TranscriptView } from './transcript-view.tsx'
import { useRecorder } from './use-recorder.ts'

/** Renders the form that transcribes a recording or an audio file. */
export function ListenCard() {
  const text = useTexts(texts)
  const [recording, setRecording] = useState<File>()
  const player = useRef<WaveformHandle>(null)
  const writing = useTask(async (signal, file: File) =>
    transcribe(
      client,
      { file, response_format: 'verbose_json', timestamp_granularities: ['segment', 'word'] },
      { signal },
    ),
  )
  const take = (file: File) => {
    setRecording(file)
    writing.run(file)
  }
  const recorder = useRecorder(take)
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="listen-title">
      <Stack>
        <Title order={2} size="h5" id="listen-title">
          {text.listen}
        </Title>
        <Group>
          <Button
            color={recorder.isRecording ? 'red' : 'violet'}
            leftSection={recorder.isRecording ? <IconPlayerStop size={16} /> : <IconMicrophone size={16} />}
            onClick={recorder.isRecording ? recorder.stop : recorder.start}
          >
            {recorder.isRecording ? text.stopRecording : text.record}
          </Button>
          {recorder.isRecording && (
            <Text role="status" size="sm" c="red">
              {text.recording(recorder.seconds)}
            </Text>
          )}
        </Group>
        {recorder.isRefused && (
          <Alert color="orange" role="alert">
            {text.noMicrophone}
          </Alert>
        )}
        <Dropzone
          accept={['audio/*', 'video/webm']}
          multiple={false}
          onDrop={([file]) => file && take(file)}
          inputProps={{ 'aria-label': text.drop }}
          p="md"
        >
          <Text size="sm" ta="center">
            {text.drop}
          </Text>
          <Text size="xs" c="dimmed" ta="center">
            {text.dropHint}
          </Text>
        </Dropzone>
        {recording && <Waveform sound={recording} ref={player} />}
        {writing.isRunning && <Loader size="sm" role="img" aria-label={text.transcribe} />}
        {writing.error !== undefined && <ErrorNotice error={writing.error} onRetry={writing.retry} />}
        {writing.result && (
          <TranscriptView
            transcript={writing.result}
            durationMs={writing.durationMs ?? 0}
            onSeek={(start, end) => player.current?.playFrom(start, end)}
          />
        )}
      </Stack>
    </Paper>
  )
}
