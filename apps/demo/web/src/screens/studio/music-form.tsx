import { Paper, Stack, Textarea } from '@mantine/core'
import { generateMusic } from '@mira/jobs'
import { IconMusic } from '@tabler/icons-react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { MusicOptions } from './music-options.tsx'
import { type MusicInputs, toMusicParams } from './music-params.ts'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'

interface MusicFormProps {
  readonly inputs: MusicInputs
  readonly onChange: (inputs: MusicInputs) => void
  readonly onStarted: (job: SavedJob) => void
}

/** Renders the form that starts a music job. */
export function MusicForm({ inputs, onChange, onStarted }: MusicFormProps) {
  const text = useTexts(texts)
  const { prompt, lyrics } = inputs
  const start = useTask(async (signal) => {
    const job = await generateMusic(client, toMusicParams(inputs), { signal })
    onStarted({ job: job.toJSON(), prompt: prompt.trim() })
  })
  return (
    <Paper withBorder p="md">
      <Stack>
        <Textarea
          autosize
          dir="auto"
          label={text.prompt}
          placeholder={text.musicHint}
          value={prompt}
          onChange={(event) => onChange({ ...inputs, prompt: event.currentTarget.value })}
        />
        <MusicOptions settings={inputs} onChange={(settings) => onChange({ ...inputs, ...settings })} />
        {!inputs.isInstrumental && (
          <Textarea
            autosize
            minRows={3}
            dir="auto"
            label={text.lyrics}
            value={lyrics}
            onChange={(event) => onChange({ ...inputs, lyrics: event.currentTarget.value })}
          />
        )}
        <TaskButton
          task={start}
          disabled={prompt.trim() === ''}
          onClick={start.run}
          icon={<IconMusic size={16} aria-hidden />}
        >
          {text.start}
        </TaskButton>
        {start.error !== undefined && <ErrorNotice error={start.error} onRetry={start.retry} />}
      </Stack>
    </Paper>
  )
}
