import { Button, Group, Paper, Stack, Textarea } from '@mantine/core'
import { IconPlayerStop, IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, memo, useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { AttachButton } from './attach-button.tsx'
import { AttachedImages } from './attached-images.tsx'
import { texts } from './texts.ts'
import type { ConversationActions } from './use-conversation.ts'

interface ComposerProps {
  readonly isAnswering: boolean
  readonly actions: ConversationActions
}

/** Renders the message input. Enter sends the message, Shift+Enter inserts a line break. */
export const Composer = memo(function Composer({ isAnswering, actions }: ComposerProps) {
  const text = useTexts(texts)
  const [message, setMessage] = useState('')
  const [images, setImages] = useState<readonly Blob[]>([])
  const canSend = !isAnswering && (message.trim() !== '' || images.length > 0)

  function send() {
    if (!canSend) return
    actions.send(message.trim(), images)
    setMessage('')
    setImages([])
  }

  function sendOnEnter(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <Paper withBorder p="xs" className="composer">
      <Stack gap="xs">
        {images.length > 0 && (
          <AttachedImages
            images={images}
            onRemove={(removed) => setImages(images.filter((image) => image !== removed))}
          />
        )}
        <Group gap="xs" align="end" wrap="nowrap">
          <AttachButton onAttach={(files) => setImages([...images, ...files])} />
          <Textarea
            flex={1}
            autosize
            minRows={1}
            maxRows={8}
            dir="auto"
            aria-label={text.placeholder}
            placeholder={text.placeholder}
            value={message}
            onChange={(event) => setMessage(event.currentTarget.value)}
            onKeyDown={sendOnEnter}
          />
          {isAnswering ? (
            <Button color="red" onClick={actions.stop} leftSection={<IconPlayerStop size={16} aria-hidden />}>
              {text.stop}
            </Button>
          ) : (
            <Button onClick={send} disabled={!canSend} leftSection={<IconSend2 size={16} aria-hidden />}>
              {text.send}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  )
})
