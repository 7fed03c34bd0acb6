import { ActionIcon, Button, Group, Image, Text, Textarea, Tooltip } from '@mantine/core'
import type { UiMessage } from '@mira/react'
import { IconPencil } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useTexts } from '../app/language.tsx'
import { texts } from './texts.ts'

interface QuestionProps {
  readonly message: UiMessage
  readonly isAnswering: boolean
  /** Sends another text in place of the message. If omitted, the message cannot be edited. */
  readonly onEdit?: ((message: UiMessage, text: string) => void) | undefined
}

/** Renders a user message, which can be edited. */
export const Question = memo(function Question({ message, isAnswering, onEdit }: QuestionProps) {
  const text = useTexts(texts)
  const [draft, setDraft] = useState<string>()
  const urls = message.parts.flatMap((part) => (part.type === 'content' ? (imageUrl(part.content) ?? []) : []))
  return (
    <article className="question" aria-label={text.you} data-editing={draft !== undefined}>
      {urls.length > 0 && (
        <Group gap="xs" mb="xs">
          {urls.map((url, index) => (
            <Image key={url.slice(-64)} src={url} alt={text.image(index + 1)} h={120} w="auto" radius="sm" />
          ))}
        </Group>
      )}
      {draft === undefined ? (
        <Group justify="space-between" align="start" wrap="nowrap">
          <Text dir="auto" py={2} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {message.text}
          </Text>
          {onEdit && (
            <Tooltip label={text.edit}>
              <ActionIcon
                variant="subtle"
                aria-label={text.edit}
                onClick={() => setDraft(message.text)}
                disabled={isAnswering}
              >
                <IconPencil size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      ) : (
        <>
          <Textarea
            autosize
            data-autofocus
            dir="auto"
            aria-label={text.edit}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Group gap="xs" mt="xs">
            <Button
              size="xs"
              disabled={draft.trim() === '' || isAnswering}
              onClick={() => {
                setDraft(undefined)
                onEdit?.(message, draft.trim())
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
    </article>
  )
})

function imageUrl(content: { readonly type: string }): string | undefined {
  return (content as { readonly image_url?: { readonly url?: string } }).image_url?.url
}
