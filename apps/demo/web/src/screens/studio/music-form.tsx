import { Paper, Stack, Textarea } from '@mantine/core'
import { generateMusic, type MusicParams } from '@mira/jobs'
import { IconMusic } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { MusicOptions, type MusicSettings } from './music-options.tsx'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'

const defaults: MusicSettings = { genre: '', mood: '', seconds: 20, isInstrumental: true }

/** Renders the form that starts a music job. */
export function MusicForm({ onStarted }: { readonly onStarted: (job: SavedJob) => void }) {
  const text = useTexts(texts)
  const [prompt, setPrompt] = useState('')
  const [settings, setSettings] = useState(defaults)
  const [lyrics, setLyrics] = useState('')
  const start = useTask(async (signal) => {
    const job = await generateMusic(client, toParams(prompt.trim(), settings, lyrics), { signal })
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
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        <MusicOptions settings={settings} onChange={setSettings} />
        {!settings.isInstrumental && (
          <Textarea
            autosize
            minRows={3}
            dir="auto"
            label={text.lyrics}
            value={lyrics}
            onChange={(event) => setLyrics(event.currentTarget.value)}
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

function toParams(prompt: string, settings: MusicSettings, lyrics: string): MusicParams {
  const { genre, mood, seconds, isInstrumental } = settings
  return {
    prompt,
    duration_seconds: seconds,
    instrumental: isInstrumental,
    ...(genre !== '' && { genre }),
    ...(mood !== '' && { mood }),
    ...(!isInstrumental && lyrics.trim() !== '' && { lyrics }),
  }
}
