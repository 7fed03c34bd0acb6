import { Badge, Group, Text } from '@mantine/core'
import type { UseCallResult } from '@mira/react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

const colors = {
  idle: 'gray',
  connecting: 'blue',
  open: 'teal',
  reconnecting: 'orange',
  ended: 'gray',
  error: 'red',
} as const

/** Renders the connection status and the latencies of the last answer. */
export function CallFacts({ call: { status, attempt, latencies } }: { readonly call: UseCallResult }) {
  const text = useTexts(texts)
  const times = [
    [text.understood, latencies.transcribedMs],
    [text.answered, latencies.answeredMs],
  ] as const
  return (
    <Group gap="xs">
      <Badge role="status" variant="light" tt="none" color={colors[status]}>
        {text.statuses[status]}
        {attempt !== undefined && ` · ${text.attempt(attempt)}`}
      </Badge>
      <Text size="sm" c="dimmed" role="group" aria-label={text.latencies}>
        {times.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${text.milliseconds(ms)}`])).join(' · ')}
      </Text>
    </Group>
  )
}
