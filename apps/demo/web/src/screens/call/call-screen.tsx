import { Alert, Button, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { preflightRealtime } from '@mira/realtime'
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
import { useCall } from './use-call.ts'
import { readVoices } from './voices.ts'

/** Renders the voice call screen. */
export function CallScreen() {
  const text = useTexts(texts)
  const [voice, setVoice] = useState('aria')
  const call = useCall()
  const offer = useTask((signal) => preflightRealtime(client, { signal }))
  useEffect(offer.run, [])
  const isSpoken = call.microphone === 'on' || call.microphone === 'muted'
  return (
    <ScreenFrame title={text.title} about={text.about} model="mira-voice" code={() => writeCallCode(voice)}>
      <Stack>
        <Paper withBorder p="md">
          <Stack>
            <CallFacts call={call} />
            {call.isActive ? (
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
                <Button onClick={() => call.start(voice)} leftSection={<IconPhone size={16} aria-hidden />}>
                  {text.call}
                </Button>
              </Group>
            )}
            {call.isActive && (
              <Group>
                {isSpoken && <LevelMeter level={call.levels.microphone} label={text.microphone} />}
                <LevelMeter level={call.levels.speaker} label={text.speaker} />
              </Group>
            )}
          </Stack>
        </Paper>
        {offer.error !== undefined && <ErrorNotice error={offer.error} onRetry={offer.retry} />}
        {call.error !== undefined && <ErrorNotice error={call.error} onRetry={() => call.start(voice)} />}
        {call.microphone === 'missing' && <Alert color="orange">{text.noMicrophone}</Alert>}
        {call.microphone === 'lost' && <Alert color="orange">{text.lostMicrophone}</Alert>}
        {call.captions.length === 0 && <Text c="dimmed">{text.hint}</Text>}
        <Captions captions={call.captions} />
        {call.status === 'open' && <MessageForm call={call} />}
      </Stack>
    </ScreenFrame>
  )
}
