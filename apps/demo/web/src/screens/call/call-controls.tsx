import { Button, Group } from '@mantine/core'
import { IconHandStop, IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconVolume } from '@tabler/icons-react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'
import type { Call } from './use-call.ts'

/** Renders the controls of an active call. */
export function CallControls({ call }: { readonly call: Call }) {
  const text = useTexts(texts)
  const isMuted = call.microphone === 'muted'
  return (
    <Group gap="xs">
      <Button color="red" onClick={call.hangUp} leftSection={<IconPhoneOff size={16} aria-hidden />}>
        {text.hangUp}
      </Button>
      <Button
        variant={isMuted ? 'filled' : 'default'}
        color="orange"
        aria-pressed={isMuted}
        disabled={call.microphone !== 'on' && !isMuted}
        onClick={call.toggleMute}
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
      {call.isPlaybackBlocked && (
        <Button variant="light" onClick={call.resumePlayback} leftSection={<IconVolume size={16} aria-hidden />}>
          {text.resume}
        </Button>
      )}
    </Group>
  )
}
