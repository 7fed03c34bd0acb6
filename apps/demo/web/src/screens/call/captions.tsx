import './call.css'
import { Loader, Paper, Stack, Text } from '@mantine/core'
import { useRef } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useFollowing } from '../../app/use-following.ts'
import type { Caption } from './call-state.ts'
import { texts } from './texts.ts'

/** Renders live captions of both speakers. */
export function Captions({ captions }: { readonly captions: readonly Caption[] }) {
  const text = useTexts(texts)
  const log = useRef<HTMLDivElement>(null)
  useFollowing(log)
  return (
    <Stack ref={log} role="log" aria-label={text.captions} gap="xs">
      {captions.map(({ id, speaker, text: said, isCutOff }) => (
        <Paper
          key={id}
          withBorder={speaker === 'mira'}
          p="sm"
          className="caption"
          data-speaker={speaker}
          component="article"
          aria-label={speaker === 'you' ? text.you : text.mira}
        >
          {said === '' ? (
            <Loader type="dots" size="sm" role="img" aria-label={text.listening} />
          ) : (
            <Text dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {said}
            </Text>
          )}
          {isCutOff && (
            <Text size="xs" c="dimmed">
              {text.cutOff}
            </Text>
          )}
        </Paper>
      ))}
    </Stack>
  )
}
