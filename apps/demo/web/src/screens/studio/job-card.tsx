import { ActionIcon, Badge, Button, Group, Paper, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { isJobError } from '@mira/jobs'
import { type UseJobResult, useJob } from '@mira/react'
import { IconDownload, IconMovie, IconMusic, IconTrash } from '@tabler/icons-react'
import { useEffect, useMemo } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import { useTask } from '../../app/use-task.ts'
import { Waveform } from '../../app/waveform.tsx'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'

const colors = { queued: 'gray', running: 'blue', succeeded: 'teal', failed: 'red', canceled: 'orange' } as const

interface JobCardProps {
  readonly saved: SavedJob
  readonly onForget: (id: string) => void
}

/** Renders a job: its progress, then its result or error. */
export function JobCard({ saved, onForget }: JobCardProps) {
  const text = useTexts(texts)
  const { kind, id } = saved.job
  const { status, progress, stage, job, error, resume, cancel, download } = useJob({ client, kind, job: saved.job })
  const canceling = useTask(cancel)
  const known = job?.status
  const isOpen = known === undefined ? status !== 'error' : known === 'queued' || known === 'running'
  const percent = Math.round((progress ?? 0) * 100)
  return (
    <Paper withBorder p="sm" component="article" aria-label={saved.prompt} data-status={known}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs">
            {kind === 'music' ? <IconMusic size={18} aria-hidden /> : <IconMovie size={18} aria-hidden />}
            <Text dir="auto">{saved.prompt}</Text>
            <Badge variant="light" color={known === undefined ? 'gray' : colors[known]}>
              {known === undefined ? text.waiting : text.states[known]}
            </Badge>
          </Group>
          {isOpen ? (
            <Button size="xs" variant="default" onClick={canceling.run}>
              {text.cancel}
            </Button>
          ) : (
            <Tooltip label={text.forget}>
              <ActionIcon variant="subtle" aria-label={`${text.forget}: ${saved.prompt}`} onClick={() => onForget(id)}>
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        {isOpen && (
          <>
            <Progress value={percent} aria-label={text.progress} animated={known === 'running'} />
            <Text size="xs" c="dimmed" role="status">
              {percent} % {stage}
            </Text>
          </>
        )}
        {job?.reason && <Text c="red">{job.reason}</Text>}
        {error !== undefined && !isJobError(error) && <ErrorNotice error={error} onRetry={() => resume()} />}
        {canceling.error !== undefined && <ErrorNotice error={canceling.error} onRetry={canceling.retry} />}
        {status === 'succeeded' && <Result download={download} kind={kind} prompt={saved.prompt} />}
      </Stack>
    </Paper>
  )
}

interface ResultProps extends Pick<UseJobResult<'music' | 'video'>, 'download'> {
  readonly kind: 'music' | 'video'
  readonly prompt: string
}

function Result({ download, kind, prompt }: ResultProps) {
  const file = useTask((signal) => download({ signal }).blob())
  useEffect(file.run, [])
  if (file.error !== undefined) return <ErrorNotice error={file.error} onRetry={file.retry} />
  return file.result && <Player file={file.result} kind={kind} prompt={prompt} />
}

interface PlayerProps {
  readonly file: Blob
  readonly kind: 'music' | 'video'
  readonly prompt: string
}

function Player({ file, kind, prompt }: PlayerProps) {
  const text = useTexts(texts)
  const [url] = useObjectUrls(useMemo(() => [file], [file]))
  return (
    <>
      {kind === 'music' ? (
        <Waveform audio={file} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: these films have no sound
        <video
          src={url}
          controls
          loop
          playsInline
          style={{ maxWidth: '100%', maxHeight: '60vh' }}
          aria-label={prompt}
        />
      )}
      <Button
        size="compact-sm"
        variant="default"
        component="a"
        href={url}
        download={kind === 'music' ? 'song.mp3' : 'video.mp4'}
        leftSection={<IconDownload size={14} aria-hidden />}
        style={{ alignSelf: 'start' }}
      >
        {text.save}
      </Button>
    </>
  )
}
