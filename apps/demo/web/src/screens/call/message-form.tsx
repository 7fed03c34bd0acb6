import { Button, Group, TextInput } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

/** Renders a form to send a text message, for use without a microphone. */
export function MessageForm({ onSend }: { readonly onSend: (message: string) => void }) {
  const text = useTexts(texts)
  const [message, setMessage] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSend(message.trim())
        setMessage('')
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          dir="auto"
          aria-label={text.message}
          placeholder={text.message}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={message.trim() === ''}
          leftSection={<IconSend2 size={16} aria-hidden />}
        >
          {text.send}
        </Button>
      </Group>
    </form>
  )
}
