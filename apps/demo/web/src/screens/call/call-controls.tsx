import { Button, Group } from '@mantine/core'
import type { UseCallResult } from '@mira/react'
import { IconHandStop, IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconVolume } from '@tabler/icons-react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

/** Renders the controls of an active call. */
export function CallControls({ call }: { readonly call: UseCallResult }) {
  const text = useTexts(texts)
  const { isMuted } = call
  return (
    <Group gap="xs">
      <Button color="red" onClick={call.end} leftSection={<IconPhoneOff size={16} aria-hidden />}>
        {text.hangUp}
      </Button>
      <Button
        variant={isMuted ? 'filled' : 'default'}
        color="orange"
        aria-pressed={isMuted}
        disabled={!call.hasMicrophone}
        onClick={() => call.setMuted(!isMuted)}
        leftSection={isMuted ? <IconMicrophoneOff size={16} aria-hidden /> : <IconMicrophone size={16} aria-hidden />}
      >
        {isMuted ? text.unmute : text.mute}
      </Button>
      <Button
        variant="default"
        disabled={call.status !== 'open'}
        onClick={call.interrupt}
        leftSection={<IconHandStop size={16} aria-hidden />}
      >
        {text.interrupt}
      </Button>
      {call.isBlocked && (
        <Button
          variant="light"
          onClick={() => void call.resumeAudio()}
          leftSection={<IconVolume size={16} aria-hidden />}
        >
          {text.resume}
        </Button>
      )}
    </Group>
  )
}
