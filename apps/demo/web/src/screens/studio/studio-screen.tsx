import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { JobCard } from './job-card.tsx'
import { MusicForm } from './music-form.tsx'
import { defaultMusic, toMusicParams } from './music-params.ts'
import { useSavedJobs } from './saved-jobs.ts'
import { writeMusicCode, writeVideoCode } from './studio-code.ts'
import { texts } from './texts.ts'
import { VideoForm } from './video-form.tsx'
import { defaultVideo, toVideoParams } from './video-params.ts'

/** Renders the screen for music and video jobs, which continue when the page is closed. */
export function StudioScreen() {
  const text = useTexts(texts)
  const [kind, setKind] = useState('music')
  const [music, setMusic] = useState(defaultMusic)
  const [video, setVideo] = useState(defaultVideo)
  const { saved, add, remove } = useSavedJobs()
  const writeCode = () =>
    kind === 'music'
      ? writeMusicCode(toMusicParams({ ...music, prompt: music.prompt || text.musicHint }))
      : writeVideoCode(toVideoParams({ ...video, prompt: video.prompt || text.videoHint }), video.frames[0])
  return (
    <ScreenFrame title={text.title} about={text.about} model={`mira-${kind}`} code={writeCode}>
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
        {kind === 'music' ? (
          <MusicForm inputs={music} onChange={setMusic} onStarted={add} />
        ) : (
          <VideoForm inputs={video} onChange={setVideo} onStarted={add} />
        )}
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
