import { ActionIcon, Button, Group, Image, Paper, Text, Textarea, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import { texts } from './texts.ts'
import type { UserTurn } from './turn.ts'
import type { ConversationActions } from './use-conversation.ts'

interface QuestionProps {
  readonly turn: UserTurn
  readonly isAnswering: boolean
  readonly actions: ConversationActions
}

/** Renders a user message, which can be edited. */
export const Question = memo(function Question({ turn, isAnswering, actions }: QuestionProps) {
  const text = useTexts(texts)
  const [draft, setDraft] = useState<string>()
  const urls = useObjectUrls(turn.images)
  return (
    <Paper p="sm" className="question" aria-label={text.you} component="article">
      {urls.length > 0 && (
        <Group gap="xs" mb="xs">
          {urls.map((url, index) => (
            <Image key={url} src={url} alt={text.image(index + 1)} h={120} w="auto" radius="sm" />
          ))}
        </Group>
      )}
      {draft === undefined ? (
        <Group justify="space-between" align="start" wrap="nowrap">
          <Text dir="auto" py={2} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {turn.text}
          </Text>
          <Tooltip label={text.edit}>
            <ActionIcon
              variant="subtle"
              aria-label={text.edit}
              onClick={() => setDraft(turn.text)}
              disabled={isAnswering}
            >
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ) : (
        <>
          <Textarea
            autosize
            dir="auto"
            aria-label={text.edit}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Group gap="xs" mt="xs">
            <Button
              size="xs"
              disabled={draft.trim() === ''}
              onClick={() => {
                setDraft(undefined)
                actions.edit(turn.id, draft.trim())
              }}
            >
              {text.save}
            </Button>
            <Button size="xs" variant="default" onClick={() => setDraft(undefined)}>
              {text.cancel}
            </Button>
          </Group>
        </>
      )}
    </Paper>
  )
})
