import { Button, Group, Stack, Textarea } from '@mantine/core'
import { IconPlayerStop, IconSend2 } from '@tabler/icons-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, memo, useState } from 'react'
import { checkImages, type FileProblem, FileProblems } from '../app/file-problems.tsx'
import { useTexts } from '../app/language.tsx'
import { AttachButton } from './attach-button.tsx'
import { AttachedImages } from './attached-images.tsx'
import { texts } from './texts.ts'

const noImages: readonly File[] = []

interface ComposerProps {
  readonly isAnswering: boolean
  /** Whether images can be added: by file dialog, drag and drop, or from the clipboard. */
  readonly acceptsImages: boolean
  readonly onSend: (text: string, images: readonly File[]) => void
  readonly onStop: () => void
}

/** Renders the message input. Enter sends the message, Shift+Enter inserts a line break. */
export const Composer = memo(function Composer({ isAnswering, acceptsImages, onSend, onStop }: ComposerProps) {
  const text = useTexts(texts)
  const [message, setMessage] = useState('')
  const [images, setImages] = useState(noImages)
  const [problems, setProblems] = useState<readonly FileProblem[]>([])
  const canSend = !isAnswering && (message.trim() !== '' || images.length > 0)

  function send() {
    if (!canSend) return
    onSend(message.trim(), images)
    setMessage('')
    setImages(noImages)
    setProblems([])
  }

  function attach(files: readonly File[]) {
    const checked = checkImages(files)
    setImages([...images, ...checked.accepted])
    setProblems(checked.problems)
  }

  function receive(event: ClipboardEvent | DragEvent, { files }: DataTransfer) {
    if (!acceptsImages || files.length === 0) return
    event.preventDefault()
    attach([...files])
  }

  function sendOnEnter(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <div className="composer">
      <Stack gap="xs">
        <FileProblems problems={problems} />
        {images.length > 0 && (
          <AttachedImages
            images={images}
            onRemove={(removed) => setImages(images.filter((image) => image !== removed))}
          />
        )}
        <Group gap="xs" align="end" wrap="nowrap">
          {acceptsImages && <AttachButton onAttach={attach} />}
          <Textarea
            flex={1}
            miw={0}
            autosize
            minRows={1}
            maxRows={8}
            dir="auto"
            aria-label={text.placeholder}
            placeholder={text.placeholder}
            value={message}
            onChange={(event) => setMessage(event.currentTarget.value)}
            onKeyDown={sendOnEnter}
            onPaste={(event) => receive(event, event.clipboardData)}
            onDrop={(event) => receive(event, event.dataTransfer)}
          />
          {isAnswering ? (
            <Button
              color="red"
              px="sm"
              className="send"
              onClick={onStop}
              leftSection={<IconPlayerStop size={16} aria-hidden />}
            >
              {text.stop}
            </Button>
          ) : (
            <Button
              px="sm"
              className="send"
              onClick={send}
              disabled={!canSend}
              leftSection={<IconSend2 size={16} aria-hidden />}
            >
              {text.send}
            </Button>
          )}
        </Group>
      </Stack>
    </div>
  )
})
