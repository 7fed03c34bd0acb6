import { Alert, Group, Paper, TextInput } from '@mantine/core'
import { contentText, createChatCompletion, imagePart } from '@mira/chat'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { texts } from './texts.ts'

/** Renders the form that asks a question about the image, and the answer. */
export function QuestionForm({ image }: { readonly image: File | undefined }) {
  const text = useTexts(texts)
  const [question, setQuestion] = useState('')
  const answer = useTask(async (signal, file: File, asked: string) => {
    const content = [{ type: 'text' as const, text: asked }, await imagePart(file)]
    const { choices } = await createChatCompletion(client, { messages: [{ role: 'user', content }] }, { signal })
    return contentText(choices[0]?.message.content)
  })
  return (
    <>
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
    </>
  )
}
