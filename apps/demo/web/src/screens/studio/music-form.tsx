import { Autocomplete, Group, NumberInput, Paper, Stack, Switch, Textarea } from '@mantine/core'
import { generateMusic } from '@mira/jobs'
import { IconMusic } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'

const genres = ['synthwave', 'orchestral', 'jazz', 'rock', 'folk', 'lo-fi', 'house', 'ambient', 'bossa nova', 'lullaby']
const moods = ['melancholic', 'happy', 'calm', 'tense', 'epic', 'dreamy']
const maxSeconds = 240

/** Renders the form that starts a music job. */
export function MusicForm({ onStarted }: { readonly onStarted: (job: SavedJob) => void }) {
  const text = useTexts(texts)
  const [prompt, setPrompt] = useState('')
  const [genre, setGenre] = useState('')
  const [mood, setMood] = useState('')
  const [seconds, setSeconds] = useState(20)
  const [isInstrumental, setIsInstrumental] = useState(true)
  const [lyrics, setLyrics] = useState('')
  const start = useTask(async (signal) => {
    const job = await generateMusic(
      client,
      {
        prompt: prompt.trim(),
        duration_seconds: seconds,
        instrumental: isInstrumental,
        ...(genre !== '' && { genre }),
        ...(mood !== '' && { mood }),
        ...(!isInstrumental && lyrics.trim() !== '' && { lyrics }),
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
          placeholder={text.musicHint}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        <Group align="end">
          <Autocomplete label={text.genre} data={genres} value={genre} onChange={setGenre} w={160} />
          <Autocomplete label={text.mood} data={moods} value={mood} onChange={setMood} w={160} />
          <NumberInput
            label={text.duration}
            min={1}
            max={maxSeconds}
            value={seconds}
            onChange={(value) => setSeconds(Number(value) || 1)}
            w={100}
          />
          <Switch
            label={text.instrumental}
            checked={isInstrumental}
            onChange={(event) => setIsInstrumental(event.currentTarget.checked)}
          />
        </Group>
        {!isInstrumental && (
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
