import { Alert, Button, Group, Text } from '@mantine/core'
import { IconMicrophone, IconPlayerStop } from '@tabler/icons-react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'
import { useRecorder } from './use-recorder.ts'

/** Renders a button that records the microphone, with the elapsed time. */
export function RecordButton({ onRecorded }: { readonly onRecorded: (recording: File) => void }) {
  const text = useTexts(texts)
  const { isRecording, isRefused, seconds, start, stop } = useRecorder(onRecorded)
  return (
    <>
      <Group>
        <Button
          color={isRecording ? 'red' : 'violet'}
          leftSection={isRecording ? <IconPlayerStop size={16} /> : <IconMicrophone size={16} />}
          onClick={isRecording ? stop : start}
        >
          {isRecording ? text.stopRecording : text.record}
        </Button>
        {isRecording && (
          <Text role="status" size="sm" c="red">
            {text.recording(seconds)}
          </Text>
        )}
      </Group>
      {isRefused && (
        <Alert color="orange" role="alert">
          {text.noMicrophone}
        </Alert>
      )}
    </>
  )
}
