import { Paper, Stack, Text, Textarea } from '@mantine/core'
import { generateVideo } from '@mira/jobs'
import { IconMovie } from '@tabler/icons-react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { ImageInput } from '../../app/image-input.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'
import { VideoOptions } from './video-options.tsx'
import { toVideoParams, type VideoInputs } from './video-params.ts'

interface VideoFormProps {
  readonly inputs: VideoInputs
  readonly onChange: (inputs: VideoInputs) => void
  readonly onStarted: (job: SavedJob) => void
}

/** Renders the form that starts a video job. */
export function VideoForm({ inputs, onChange, onStarted }: VideoFormProps) {
  const text = useTexts(texts)
  const { prompt, frames } = inputs
  const start = useTask(async (signal) => {
    const [first_frame] = frames
    const params = { ...toVideoParams(inputs), ...(first_frame && { first_frame }) }
    const job = await generateVideo(client, params, { signal })
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
          onChange={(event) => onChange({ ...inputs, prompt: event.currentTarget.value })}
        />
        <VideoOptions settings={inputs} onChange={(settings) => onChange({ ...inputs, ...settings })} />
        <Text size="sm" fw={500}>
          {text.firstFrame}
        </Text>
        <ImageInput images={frames} maxFiles={1} onChange={(changed) => onChange({ ...inputs, frames: changed })} />
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
