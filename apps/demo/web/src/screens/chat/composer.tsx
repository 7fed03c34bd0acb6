import { ActionIcon, Button, FileButton, Group, Image, Paper, Stack, Textarea, Tooltip } from '@mantine/core'
import { IconPaperclip, IconPlayerStop, IconSend2, IconX } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import { texts } from './texts.ts'
import type { ConversationActions } from './use-conversation.ts'

const pictureTypes = 'image/png,image/jpeg,image/webp,image/gif'

interface ComposerProps {
  readonly isAnswering: boolean
  readonly actions: ConversationActions
}

/** Renders the message input. Enter sends the message, Shift+Enter inserts a line break. */
export const Composer = memo(function Composer({ isAnswering, actions }: ComposerProps) {
  const text = useTexts(texts)
  const [message, setMessage] = useState('')
  const [pictures, setPictures] = useState<readonly Blob[]>([])
  const urls = useObjectUrls(pictures)
  const canSend = !isAnswering && (message.trim() !== '' || pictures.length > 0)

  function send() {
    if (!canSend) return
    actions.send(message.trim(), pictures)
    setMessage('')
    setPictures([])
  }

  return (
    <Paper withBorder p="xs" className="composer">
      <Stack gap="xs">
        {pictures.length > 0 && (
          <Group gap="xs">
            {urls.map((url, index) => (
              <div key={url} className="attached">
                <Image src={url} alt={text.picture(index + 1)} h={64} w="auto" radius="sm" />
                <ActionIcon
                  size="sm"
                  color="dark"
                  aria-label={`${text.remove} ${index + 1}`}
                  onClick={() => setPictures(pictures.filter((_, place) => place !== index))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </div>
            ))}
          </Group>
        )}
        <Group gap="xs" align="end" wrap="nowrap">
          <FileButton multiple accept={pictureTypes} onChange={(files) => setPictures([...pictures, ...files])}>
            {(props) => (
              <Tooltip label={text.attach}>
                <ActionIcon {...props} size={36} variant="default" aria-label={text.attach}>
                  <IconPaperclip size={18} />
                </ActionIcon>
              </Tooltip>
            )}
          </FileButton>
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
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
              event.preventDefault()
              send()
            }}
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
