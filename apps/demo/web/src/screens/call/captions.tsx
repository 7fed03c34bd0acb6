import './call.css'
import { Loader, Paper, Stack, Text } from '@mantine/core'
import type { Caption } from '@mira/react'
import { type ReactNode, useRef } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useFollowing } from '../../app/use-following.ts'
import { texts } from './texts.ts'

interface CaptionsProps {
  readonly captions: readonly Caption[]
  readonly isUserSpeaking: boolean
}

/** Renders live captions of both speakers. */
export function Captions({ captions, isUserSpeaking }: CaptionsProps) {
  const text = useTexts(texts)
  const log = useRef<HTMLDivElement>(null)
  useFollowing(log)
  return (
    <Stack ref={log} role="log" aria-label={text.captions} gap="xs">
      {captions.map(({ id, role, text: said, isInterrupted }) => (
        <Turn key={id} speaker={role}>
          <Text dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {said}
          </Text>
          {isInterrupted && (
            <Text size="xs" c="dimmed">
              {text.cutOff}
            </Text>
          )}
        </Turn>
      ))}
      {isUserSpeaking && (
        <Turn speaker="user">
          <Loader type="dots" size="sm" role="img" aria-label={text.listening} />
        </Turn>
      )}
    </Stack>
  )
}

interface TurnProps {
  readonly speaker: Caption['role']
  readonly children: ReactNode
}

function Turn({ speaker, children }: TurnProps) {
  const text = useTexts(texts)
  const isUser = speaker === 'user'
  return (
    <Paper
      withBorder={!isUser}
      p="sm"
      className="caption"
      data-speaker={speaker}
      component="article"
      aria-label={isUser ? text.you : text.mira}
    >
      {children}
    </Paper>
  )
}
