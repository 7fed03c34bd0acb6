import { Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { type LocateResult, locate } from '@mira/media'
import { IconSearch } from '@tabler/icons-react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { LocatedObjects } from './located-objects.tsx'
import { texts } from './texts.ts'
import { grid } from './vision-code.ts'

interface Query {
  readonly file: File
  readonly target: string
  readonly mode: string
}

type Located = LocateResult & Query

interface LocateFormProps {
  readonly image: File | undefined
  readonly query: Omit<Query, 'file'>
  readonly onChange: (query: Omit<Query, 'file'>) => void
}

/** Renders the form that locates an object in the image, and the image with the result. */
export function LocateForm({ image, query: { target, mode }, onChange }: LocateFormProps) {
  const text = useTexts(texts)
  const search = useTask(async (signal, query: Query): Promise<Located> => {
    const { file, ...params } = query
    const located = await locate(client, { image: file, ...params, ...(query.mode === 'grid' && { grid }) }, { signal })
    return { ...located, ...query }
  })
  const result = search.result?.file === image ? search.result : undefined
  return (
    <>
      <Group align="end">
        <TextInput
          flex={1}
          miw={200}
          label={text.target}
          placeholder={text.targetHint}
          value={target}
          onChange={(event) => onChange({ mode, target: event.currentTarget.value })}
        />
        <SegmentedControl
          aria-label={text.mode}
          data={[
            { value: 'box', label: text.box },
            { value: 'grid', label: text.grid },
          ]}
          value={mode}
          onChange={(changed) => onChange({ target, mode: changed })}
        />
        <TaskButton
          task={search}
          disabled={image === undefined || target.trim() === ''}
          onClick={() => image && search.run({ file: image, target: target.trim(), mode })}
          icon={<IconSearch size={16} aria-hidden />}
        >
          {text.find}
        </TaskButton>
      </Group>
      {search.error !== undefined && <ErrorNotice error={search.error} onRetry={search.retry} />}
      {result && <Summary result={result} durationMs={search.durationMs} />}
      {image && <LocatedObjects image={image} result={result} />}
    </>
  )
}

function Summary({ result, durationMs }: { readonly result: Located; readonly durationMs: number | undefined }) {
  const text = useTexts(texts)
  const { found, boxes, cells, target } = result
  return (
    <Text role="status" size="sm">
      {found ? text.found(boxes.length || cells?.length || 1) : text.notFound(target)}
      {durationMs !== undefined && ` · ${text.took(Math.round(durationMs))}`}
    </Text>
  )
}
