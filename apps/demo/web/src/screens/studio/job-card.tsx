import { ActionIcon, Badge, Button, Group, Paper, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { IconDownload, IconMovie, IconMusic, IconTrash } from '@tabler/icons-react'
import { useMemo } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import { Waveform } from '../../app/waveform.tsx'
import type { SavedJob } from './saved-jobs.ts'
import { texts } from './texts.ts'
import { useJob } from './use-job.ts'

const colors = { queued: 'gray', running: 'blue', succeeded: 'teal', failed: 'red', canceled: 'orange' } as const

interface JobCardProps {
  readonly saved: SavedJob
  readonly onForget: (id: string) => void
}

/** Renders a job: its progress, then its result or error. */
export function JobCard({ saved, onForget }: JobCardProps) {
  const text = useTexts(texts)
  const { state, error, result, cancel, retry } = useJob(saved)
  const { kind, id } = saved.job
  const status = state?.status
  const isOpen = status === undefined || status === 'queued' || status === 'running'
  const percent = Math.round((state?.progress ?? 0) * 100)
  return (
    <Paper withBorder p="sm" component="article" aria-label={saved.prompt} data-status={status}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs">
            {kind === 'music' ? <IconMusic size={18} aria-hidden /> : <IconMovie size={18} aria-hidden />}
            <Text dir="auto">{saved.prompt}</Text>
            <Badge variant="light" color={status === undefined ? 'gray' : colors[status]}>
              {status === undefined ? text.waiting : text.states[status]}
            </Badge>
          </Group>
          {isOpen ? (
            <Button size="xs" variant="default" onClick={cancel}>
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
            <Progress value={percent} aria-label={text.progress} animated={status === 'running'} />
            <Text size="xs" c="dimmed" role="status">
              {percent} % {state?.stage}
            </Text>
          </>
        )}
        {state?.reason && <Text c="red">{state.reason}</Text>}
        {error !== undefined && <ErrorNotice error={error} onRetry={retry} />}
        {result && <Result result={result} kind={kind} prompt={saved.prompt} />}
      </Stack>
    </Paper>
  )
}

interface ResultProps {
  readonly result: Blob
  readonly kind: 'music' | 'video'
  readonly prompt: string
}

function Result({ result, kind, prompt }: ResultProps) {
  const text = useTexts(texts)
  const [url] = useObjectUrls(useMemo(() => [result], [result]))
  return (
    <>
      {kind === 'music' ? (
        <Waveform audio={result} />
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
