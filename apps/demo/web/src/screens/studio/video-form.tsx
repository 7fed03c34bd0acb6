import { Paper, Stack, Text, Textarea } from '@mantine/core'
import { generateVideo } from '@mira/jobs'
import { IconMovie } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { ImageInput } from '../../app/image-input.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'
import { VideoOptions, type VideoSettings } from './video-options.tsx'

const defaults: VideoSettings = { aspectRatio: '16:9', resolution: '720p', seconds: '5' }

/** Renders the form that starts a video job. */
export function VideoForm({ onStarted }: { readonly onStarted: (job: SavedJob) => void }) {
  const text = useTexts(texts)
  const [prompt, setPrompt] = useState('')
  const [settings, setSettings] = useState(defaults)
  const [frames, setFrames] = useState<readonly File[]>([])
  const start = useTask(async (signal) => {
    const [first_frame] = frames
    const job = await generateVideo(
      client,
      {
        prompt: prompt.trim(),
        aspect_ratio: settings.aspectRatio,
        resolution: settings.resolution,
        duration_seconds: Number(settings.seconds),
        ...(first_frame && { first_frame }),
      },
      { signal },
    )
    onStarted({ job: job.toJSON(), prompt: prompt.trim() })
  })
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
        <VideoOptions settings={settings} onChange={setSettings} />
        <Text size="sm" fw={500}>
          {text.firstFrame}
        </Text>
        <ImageInput images={frames} maxFiles={1} onChange={setFrames} />
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
