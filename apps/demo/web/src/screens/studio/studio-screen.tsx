import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { JobCard } from './job-card.tsx'
import { MusicForm } from './music-form.tsx'
import { useSavedJobs } from './saved-jobs.ts'
import snippet from './snippet.ts?raw'
import { texts } from './texts.ts'
import { VideoForm } from './video-form.tsx'

/** Renders the screen for music and video jobs, which continue when the page is closed. */
export function StudioScreen() {
  const text = useTexts(texts)
  const [kind, setKind] = useState('music')
  const { saved, add, remove } = useSavedJobs()
  return (
    <ScreenFrame title={text.title} about={text.about} model={`mira-${kind}`} code={snippet}>
      <Stack>
        <SegmentedControl
          aria-label={text.kind}
          data={[
            { value: 'music', label: text.music },
            { value: 'video', label: text.video },
          ]}
          value={kind}
          onChange={setKind}
          style={{ alignSelf: 'start' }}
        />
        {kind === 'music' ? <MusicForm onStarted={add} /> : <VideoForm onStarted={add} />}
        <Title order={2} size="h5">
          {text.jobs}
        </Title>
        {saved.length === 0 && <Text c="dimmed">{text.none}</Text>}
        {saved.map((job) => (
          <JobCard key={job.job.id} saved={job} onForget={remove} />
        ))}
      </Stack>
    </ScreenFrame>
  )
}
