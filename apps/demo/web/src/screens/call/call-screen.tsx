import { Alert, Button, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { isMiraError } from '@mira/core'
import { useCall } from '@mira/react'
import { preflightRealtime } from '@mira/realtime'
// Served from the page's origin: its content security policy does not allow scripts from blobs.
import workletUrl from '@mira/realtime/audio/worklet.js?url'
import { IconPhone } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { useTask } from '../../app/use-task.ts'
import { writeCallCode } from './call-code.ts'
import { CallControls } from './call-controls.tsx'
import { CallFacts } from './call-facts.tsx'
import { Captions } from './captions.tsx'
import { LevelMeter } from './level-meter.tsx'
import { MessageForm } from './message-form.tsx'
import { texts } from './texts.ts'
import { readVoices } from './voices.ts'

const instructions = 'You are on the phone. Be brief.'

/** Renders the voice call screen. */
export function CallScreen() {
  const text = useTexts(texts)
  const [voice, setVoice] = useState('aria')
  const call = useCall({ client, params: { voice, instructions }, workletUrl, requiresMicrophone: false })
  const offer = useTask((signal) => preflightRealtime(client, { signal }))
  useEffect(offer.run, [])
  const isOpen = call.status === 'open' || call.status === 'reconnecting'
  const isActive = isOpen || call.status === 'connecting'
  const isLost = isMiraError(call.error) && call.error.code === 'microphone_lost'
  return (
    <ScreenFrame title={text.title} about={text.about} model="mira-voice" code={() => writeCallCode(voice)}>
      <Stack>
        <Paper withBorder p="md">
          <Stack>
            <CallFacts call={call} />
            {isActive ? (
              <CallControls call={call} />
            ) : (
              <Group align="end">
                <Select
                  label={text.voice}
                  data={readVoices(offer.result)}
                  value={voice}
                  onChange={(value) => value && setVoice(value)}
                  allowDeselect={false}
                  w={160}
                />
                <Button onClick={call.start} leftSection={<IconPhone size={16} aria-hidden />}>
                  {text.call}
                </Button>
              </Group>
            )}
            {isActive && (
              <Group>
                {call.hasMicrophone && <LevelMeter levels={call.levels} side="microphone" label={text.microphone} />}
                <LevelMeter levels={call.levels} side="speaker" label={text.speaker} />
              </Group>
            )}
          </Stack>
        </Paper>
        {offer.error !== undefined && <ErrorNotice error={offer.error} onRetry={offer.retry} />}
        {call.status === 'error' && <ErrorNotice error={call.error} onRetry={call.start} />}
        {isOpen && !call.hasMicrophone && (
          <Alert color="orange">{isLost ? text.lostMicrophone : text.noMicrophone}</Alert>
        )}
        {call.captions.length === 0 && <Text c="dimmed">{text.hint}</Text>}
        <Captions captions={call.captions} isUserSpeaking={call.isUserSpeaking} />
        {call.status === 'open' && <MessageForm onSend={call.sendText} />}
      </Stack>
    </ScreenFrame>
  )
}
