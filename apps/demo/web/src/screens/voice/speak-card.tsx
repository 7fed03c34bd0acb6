import { Group, NumberInput, Paper, Select, Stack, Text, Textarea, Title } from '@mantine/core'
import { listVoices } from '@mira/media'
import { IconVolume } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { Waveform } from '../../app/waveform.tsx'
import { type SpeakOrder, speak } from './speak.ts'
import { texts } from './texts.ts'

/** Renders the form that converts text to speech. */
export function SpeakCard() {
  const text = useTexts(texts)
  const [input, setInput] = useState(text.example)
  const [voice, setVoice] = useState('aria')
  const [speed, setSpeed] = useState(1)
  const voices = useTask((signal) => listVoices(client, { signal }))
  const speech = useTask((signal, order: SpeakOrder) => speak(order, signal))
  useEffect(voices.run, [])
  const known = voices.result?.data.find(({ id }) => id === voice)
  const { result } = speech
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="speak-title">
      <Stack>
        <Title order={2} size="h5" id="speak-title">
          {text.speak}
        </Title>
        <Textarea
          autosize
          minRows={3}
          dir="auto"
          label={text.input}
          value={input}
          onChange={(event) => setInput(event.currentTarget.value)}
        />
        <Group align="end">
          <Select
            label={text.voice}
            data={voices.result?.data.map(({ id, name }) => ({ value: id, label: name ?? id })) ?? ['aria']}
            value={voice}
            onChange={(value) => value && setVoice(value)}
            allowDeselect={false}
            w={160}
          />
          <NumberInput
            label={text.speed}
            min={0.25}
            max={4}
            step={0.25}
            value={speed}
            onChange={(value) => setSpeed(Number(value) || 1)}
            w={100}
          />
          <TaskButton
            task={speech}
            disabled={input.trim() === ''}
            onClick={() => speech.run({ input: input.trim(), voice, speed })}
            icon={<IconVolume size={16} aria-hidden />}
          >
            {text.say}
          </TaskButton>
        </Group>
        {known?.description && (
          <Text size="sm" c="dimmed">
            {known.description}
          </Text>
        )}
        {voices.error !== undefined && <ErrorNotice error={voices.error} onRetry={voices.retry} />}
        {speech.error !== undefined && <ErrorNotice error={speech.error} onRetry={speech.retry} />}
        {result && <Waveform sound={result.sound} />}
        {result && (
          <Text size="sm" role="status">
            {text.firstSound(Math.round(result.firstSoundMs))} ·{' '}
            {text.spoken(result.seconds, (result.seconds * 1_000) / result.makingMs)}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
