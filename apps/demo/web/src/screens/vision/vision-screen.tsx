import { Alert, Group, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { contentText, createChatCompletion, imagePart } from '@mira/chat'
import { locate } from '@mira/media'
import { IconMessageQuestion, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { PictureInput } from '../../app/picture-input.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { Findings } from './findings.tsx'
import snippet from './snippet.ts?raw'
import { texts } from './texts.ts'

const grid = { rows: 12, cols: 12 }

/** Renders the screen that locates objects in an image and answers questions about it. */
export function VisionScreen() {
  const text = useTexts(texts)
  const [pictures, setPictures] = useState<readonly File[]>([])
  const [target, setTarget] = useState('')
  const [question, setQuestion] = useState('')
  const [mode, setMode] = useState('box')
  const [image] = pictures
  const search = useTask(async (signal, file: File, wanted: string, form: string) => {
    const isGrid = form === 'grid'
    const found = await locate(client, { image: file, target: wanted, mode: form, ...(isGrid && { grid }) }, { signal })
    return { ...found, file, target: wanted }
  })
  const answer = useTask(async (signal, file: File, asked: string) => {
    const content = [{ type: 'text' as const, text: asked }, await imagePart(file)]
    const { choices } = await createChatCompletion(client, { messages: [{ role: 'user', content }] }, { signal })
    return contentText(choices[0]?.message.content)
  })
  const found = search.result?.file === image ? search.result : undefined

  return (
    <ScreenFrame title={text.title} about={text.about} model="mira-vision" code={snippet}>
      <Stack>
        <PictureInput pictures={pictures} maxFiles={1} onChange={setPictures} hasPreview={false} />
        <Group align="end">
          <TextInput
            flex={1}
            miw={200}
            label={text.target}
            placeholder={text.targetHint}
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label={text.mode}
            data={[
              { value: 'box', label: text.box },
              { value: 'grid', label: text.grid },
            ]}
            value={mode}
            onChange={setMode}
          />
          <TaskButton
            task={search}
            disabled={image === undefined || target.trim() === ''}
            onClick={() => image && search.run(image, target.trim(), mode)}
            icon={<IconSearch size={16} aria-hidden />}
          >
            {text.find}
          </TaskButton>
        </Group>
        {search.error !== undefined && <ErrorNotice error={search.error} onRetry={search.retry} />}
        {found && (
          <Text role="status" size="sm">
            {found.found ? text.found(found.boxes.length || found.cells?.length || 1) : text.notFound(found.target)}
            {search.durationMs !== undefined && ` · ${text.took(Math.round(search.durationMs))}`}
          </Text>
        )}
        {image && <Findings image={image} result={found} />}
        {image && (
          <Group align="end">
            <TextInput
              flex={1}
              miw={200}
              label={text.question}
              value={question}
              onChange={(event) => setQuestion(event.currentTarget.value)}
            />
            <TaskButton
              task={answer}
              disabled={question.trim() === ''}
              onClick={() => answer.run(image, question.trim())}
              icon={<IconMessageQuestion size={16} aria-hidden />}
            >
              {text.ask}
            </TaskButton>
          </Group>
        )}
        {answer.error !== undefined && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
        {answer.result !== undefined && (
          <Alert title={text.answer} role="status">
            <Paper bg="transparent" dir="auto">
              {answer.result}
            </Paper>
          </Alert>
        )}
      </Stack>
    </ScreenFrame>
  )
}
