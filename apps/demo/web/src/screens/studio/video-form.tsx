import { Group, Paper, Select, Stack, Text, Textarea } from '@mantine/core'
import { generateVideo } from '@mira/jobs'
import { IconMovie } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { PictureInput } from '../../app/picture-input.tsx'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'

/** Renders the form that starts a video job. */
export function VideoForm({ onStarted }: { readonly onStarted: (job: SavedJob) => void }) {
  const text = useTexts(texts)
  const [prompt, setPrompt] = useState('')
  const [aspectRatio, setAspectRatio] = useState('16:9')
  const [resolution, setResolution] = useState('720p')
  const [seconds, setSeconds] = useState('5')
  const [frames, setFrames] = useState<readonly File[]>([])
  const start = useTask(async (signal) => {
    const [first_frame] = frames
    const job = await generateVideo(
      client,
      {
        prompt: prompt.trim(),
        aspect_ratio: aspectRatio,
        resolution,
        duration_seconds: Number(seconds),
        ...(first_frame && { first_frame }),
      },
      { signal },
    )
    onStarted({ job: job.toJSON(), prompt: prompt.trim() })
  })
  const choices = [
    { label: text.aspect, data: ['16:9', '9:16', '1:1'], value: aspectRatio, choose: setAspectRatio },
    { label: text.resolution, data: ['720p', '1080p'], value: resolution, choose: setResolution },
    { label: text.duration, data: ['5', '10'], value: seconds, choose: setSeconds },
  ]
  return (
    <Paper withBorder p="md">
      <Stack>
        <Textarea
          autosize
          dir="auto"
          label={text.prompt}
          placeholder={text.videoHint}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        <Group align="end">
          {choices.map(({ label, data, value, choose }) => (
            <Select
              key={label}
              label={label}
              data={data}
              value={value}
              onChange={(chosen) => chosen && choose(chosen)}
              allowDeselect={false}
              w={140}
            />
          ))}
        </Group>
        <Text size="sm" fw={500}>
          {text.firstFrame}
        </Text>
        <PictureInput pictures={frames} maxFiles={1} onChange={setFrames} />
        <TaskButton
          task={start}
          disabled={prompt.trim() === ''}
          onClick={start.run}
          icon={<IconMovie size={16} aria-hidden />}
        >
          {text.start}
        </TaskButton>
        {start.error !== undefined && <ErrorNotice error={start.error} onRetry={start.retry} />}
      </Stack>
    </Paper>
  )
}
