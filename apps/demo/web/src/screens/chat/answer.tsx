import { ActionIcon, Badge, Code, Group, Loader, Paper, Spoiler, Stack, Text, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { memo } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { Markdown } from './markdown.tsx'
import { texts } from './texts.ts'
import type { AnswerTurn, TurnCall } from './turn.ts'

interface AnswerProps {
  readonly turn: AnswerTurn
  /** Requests the answer again; only set for the last one. */
  readonly onRetry: (() => void) | undefined
}

/** Renders an answer with its reasoning, tool calls and timing. */
export const Answer = memo(function Answer({ turn, onRetry }: AnswerProps) {
  const text = useTexts(texts)
  const { state, reasoning, calls, markdown, error } = turn
  return (
    <Paper withBorder p="sm" aria-label={text.mira} component="article" data-state={state}>
      <Stack gap="xs">
        {reasoning !== '' && (
          <details open={state === 'streaming'}>
            <summary>{text.thinking}</summary>
            <Text size="sm" c="dimmed" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
              {reasoning}
            </Text>
          </details>
        )}
        {calls.map((call) => (
          <Call key={call.id} call={call} />
        ))}
        <Markdown {...markdown} isComplete={state !== 'streaming'} />
        {state === 'streaming' && <Loader type="dots" size="sm" aria-hidden />}
        {state === 'failed' && <ErrorNotice error={error} onRetry={onRetry} />}
        <Footer turn={turn} onRetry={onRetry} />
      </Stack>
    </Paper>
  )
})

function Call({ call }: { readonly call: TurnCall }) {
  const text = useTexts(texts)
  return (
    <Group gap="xs">
      <Badge variant="light" tt="none">
        {text.called(call.name)}
      </Badge>
      <Code>{call.input}</Code>
      {call.result !== undefined && (
        <Spoiler maxHeight={48} showLabel="…" hideLabel="↑">
          <Code block>{call.result}</Code>
        </Spoiler>
      )}
    </Group>
  )
}

function Footer({ turn: { state, firstTextMs, totalMs, tokens }, onRetry }: AnswerProps) {
  const text = useTexts(texts)
  if (state === 'streaming' || state === 'failed') return null
  const facts = [
    state === 'stopped' && text.stopped,
    firstTextMs !== undefined && totalMs !== undefined && text.timing(Math.round(firstTextMs), Math.round(totalMs)),
    tokens !== undefined && text.tokens(tokens),
  ]
  return (
    <Group gap="xs">
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
    </Group>
  )
}
