import './conversation.css'
import { Button, Collapse, Group, Paper, Stack } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import type { UiMessage } from '@mira/react'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { ErrorNotice } from '../app/error-notice.tsx'
import { useTexts } from '../app/language.tsx'
import { useFollowing } from '../app/use-following.ts'
import { Answer } from './answer.tsx'
import { Composer } from './composer.tsx'
import { Question } from './question.tsx'
import { texts } from './texts.ts'
import { useTimings } from './use-timings.ts'

/** A conversation and its actions, whichever API it uses. */
export interface Conversation {
  readonly messages: readonly UiMessage[]
  readonly isAnswering: boolean
  /** Error of the last answer. */
  readonly error: unknown
  readonly onSend: (text: string, images: readonly File[]) => void
  readonly onStop: () => void
  readonly onRetry: () => void
  readonly onEdit?: ((message: UiMessage, text: string) => void) | undefined
  readonly onClear: () => void
  /** Returns what is shown below an answer, in addition to its timing. */
  readonly detailsOf?: ((message: UiMessage) => ReactNode) | undefined
}

interface ConversationViewProps {
  readonly conversation: Conversation
  readonly acceptsImages?: boolean | undefined
  readonly suggestions: readonly string[]
  readonly settings: ReactNode
}

/** Renders a conversation, its input and its settings. */
export function ConversationView({ conversation, acceptsImages = false, ...props }: ConversationViewProps) {
  const { messages, isAnswering, onSend, onStop } = conversation
  return (
    <div className="with-settings">
      <Settings isEmpty={messages.length === 0} onClear={conversation.onClear}>
        {props.settings}
      </Settings>
      <div className="conversation">
        {messages.length === 0 && (
          <Group gap="xs" justify="center" className="start">
            {props.suggestions.map((suggestion) => (
              <Button key={suggestion} size="xs" variant="light" onClick={() => onSend(suggestion, [])}>
                {suggestion}
              </Button>
            ))}
          </Group>
        )}
        <Messages conversation={conversation} />
        <Composer isAnswering={isAnswering} acceptsImages={acceptsImages} onSend={onSend} onStop={onStop} />
      </div>
    </div>
  )
}

/** Answer that is shown until the first part of the real one arrives. */
const awaited: UiMessage = { id: 'awaited', role: 'assistant', parts: [], text: '', status: 'streaming', wire: [] }

function Messages({ conversation }: { readonly conversation: Conversation }) {
  const text = useTexts(texts)
  const { messages, isAnswering, error, onRetry, onEdit, detailsOf } = conversation
  const log = useRef<HTMLDivElement>(null)
  useFollowing(log)
  const last = messages.at(-1)
  const answer = last?.role === 'assistant' ? last : undefined
  const timings = useTimings(answer, isAnswering)
  const isAwaited = isAnswering && answer === undefined
  return (
    <Stack ref={log} role="log" aria-label={text.conversation} aria-busy={isAnswering} gap="sm">
      {messages.map((message) => {
        if (message.role === 'user') {
          return <Question key={message.id} message={message} isAnswering={isAnswering} onEdit={onEdit} />
        }
        if (message.role !== 'assistant') return null
        const canRetry = message === answer && message.status !== 'failed'
        return (
          <Answer
            key={message.id}
            message={message}
            timing={timings.get(message.id)}
            onRetry={canRetry ? onRetry : undefined}
            details={detailsOf?.(message)}
          />
        )
      })}
      {isAwaited && <Answer message={awaited} />}
      {error !== undefined && <ErrorNotice error={error} onRetry={onRetry} />}
    </Stack>
  )
}

interface SettingsProps {
  readonly isEmpty: boolean
  readonly onClear: () => void
  readonly children: ReactNode
}

/** Renders the settings beside the conversation, or above it where the window is narrow. */
function Settings({ isEmpty, onClear, children }: SettingsProps) {
  const text = useTexts(texts)
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  const [isOpen, { toggle }] = useDisclosure()
  const clear = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={onClear}
      disabled={isEmpty}
    >
      {text.clear}
    </Button>
  )
  if (isWide) {
    return (
      <Paper withBorder p="sm" className="settings" component="section" aria-label={text.settings}>
        <Stack gap="sm">
          {clear}
          {children}
        </Stack>
      </Paper>
    )
  }
  return (
    <section className="settings" aria-label={text.settings}>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAdjustments size={14} aria-hidden />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {text.settings}
        </Button>
        {clear}
      </Group>
      <Collapse expanded={isOpen} mt="sm">
        <Paper withBorder p="sm">
          {children}
        </Paper>
      </Collapse>
    </section>
  )
}
