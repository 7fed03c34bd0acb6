import { ActionIcon, Badge, Code, Group, Loader, Spoiler, Stack, Text, Tooltip } from '@mantine/core'
import type { UiMessage, UiPart, UiToolPart } from '@mira/react'
import { IconRefresh } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { useTexts } from '../app/language.tsx'
import { Markdown } from './markdown.tsx'
import { texts } from './texts.ts'
import type { Timing } from './use-timings.ts'

interface AnswerProps {
  readonly message: UiMessage
  readonly timing?: Timing | undefined
  /** Requests the answer again; only set for the last one. */
  readonly onRetry?: (() => void) | undefined
  /** Shown after the timing. */
  readonly details?: ReactNode
}

/** Renders an answer with its reasoning, tool calls and timing. */
export const Answer = memo(function Answer({ message, timing, onRetry, details }: AnswerProps) {
  const isStreaming = message.status === 'streaming'
  return (
    <article className="answer" aria-label="Mira" data-state={message.status}>
      <Stack gap="xs">
        {message.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are only ever added at the end
          <Part key={index} part={part} isStreaming={isStreaming && index === message.parts.length - 1} />
        ))}
        {/* As high while the answer streams as afterwards, so that nothing moves at its end. */}
        <Group gap="xs" mih={22}>
          {isStreaming ? (
            <Loader type="dots" size="sm" aria-hidden />
          ) : (
            <Facts message={message} timing={timing} onRetry={onRetry} />
          )}
          {!isStreaming && details}
        </Group>
      </Stack>
    </article>
  )
})

function Part({ part, isStreaming }: { readonly part: UiPart; readonly isStreaming: boolean }) {
  const text = useTexts(texts)
  if (part.type === 'text') return <Markdown text={part.text} isComplete={!isStreaming} />
  if (part.type === 'tool') return <Call call={part} />
  if (part.type !== 'reasoning') return null
  return (
    <details open={isStreaming}>
      <summary>{text.thinking}</summary>
      <Text size="sm" c="dimmed" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
        {part.text}
      </Text>
    </details>
  )
}

function Call({ call }: { readonly call: UiToolPart }) {
  const text = useTexts(texts)
  const outcome = call.error ?? call.result
  return (
    <Group gap="xs">
      <Badge variant="light" tt="none" color={call.status === 'failed' ? 'red' : 'violet'}>
        {text.called(call.name)}
      </Badge>
      <Code className="call">{call.arguments}</Code>
      {outcome !== undefined && (
        <Spoiler maxHeight={48} showLabel="…" hideLabel="↑" maw="100%">
          <Code block className="call">
            {typeof outcome === 'string' ? outcome : JSON.stringify(outcome)}
          </Code>
        </Spoiler>
      )}
    </Group>
  )
}

function Facts({ message: { status, usage }, timing, onRetry }: Omit<AnswerProps, 'details'>) {
  const text = useTexts(texts)
  const { firstTextMs, totalMs } = timing ?? {}
  const facts = [
    status === 'stopped' && text.stopped,
    firstTextMs !== undefined && totalMs !== undefined && text.timing(Math.round(firstTextMs), Math.round(totalMs)),
    usage?.total_tokens !== undefined && text.tokens(usage.total_tokens),
  ]
  return (
    <>
      <Text size="xs" c="dimmed">
        {facts.filter(Boolean).join(' · ')}
      </Text>
      {onRetry && (
        <Tooltip label={text.retry}>
          <ActionIcon size="sm" variant="subtle" aria-label={text.retry} onClick={onRetry}>
            <IconRefresh size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}
