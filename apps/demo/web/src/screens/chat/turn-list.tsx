import { Stack } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTexts } from '../../app/language.tsx'
import { Answer } from './answer.tsx'
import { Question } from './question.tsx'
import { texts } from './texts.ts'
import type { Conversation } from './use-conversation.ts'

/** Distance from the end, in pixels, within which a reader is taken to follow along. */
const followsWithinPx = 120

/** The conversation; it follows an answer down the page unless the reader has gone elsewhere. */
export function TurnList({ conversation }: { readonly conversation: Conversation }) {
  const text = useTexts(texts)
  const { turns, isAnswering } = conversation
  const isFollowing = useRef(true)
  useEffect(() => {
    const note = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement
      isFollowing.current = scrollHeight - clientHeight - scrollTop < followsWithinPx
    }
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the turns may have made the page longer
  useEffect(() => {
    if (isFollowing.current) scrollTo({ top: document.documentElement.scrollHeight })
  }, [turns])
  const lastId = turns.at(-1)?.id
  return (
    <Stack role="log" aria-label={text.conversation} aria-busy={isAnswering} gap="sm">
      {turns.map((turn) =>
        turn.role === 'user' ? (
          <Question key={turn.id} turn={turn} conversation={conversation} />
        ) : (
          <Answer key={turn.id} turn={turn} onRetry={turn.id === lastId ? conversation.retry : undefined} />
        ),
      )}
    </Stack>
  )
}
