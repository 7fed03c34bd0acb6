import { Stack } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { useFollowing } from '../../app/use-following.ts'
import { Answer } from './answer.tsx'
import { Question } from './question.tsx'
import { texts } from './texts.ts'
import type { Conversation } from './use-conversation.ts'

/** Renders the turns, and scrolls along with an answer unless the user has scrolled up. */
export function TurnList({ conversation }: { readonly conversation: Conversation }) {
  const text = useTexts(texts)
  const { turns, isAnswering, actions } = conversation
  useFollowing(turns)
  const lastId = turns.at(-1)?.id
  return (
    <Stack role="log" aria-label={text.conversation} aria-busy={isAnswering} gap="sm">
      {turns.map((turn) =>
        turn.role === 'user' ? (
          <Question key={turn.id} turn={turn} isAnswering={isAnswering} actions={actions} />
        ) : (
          <Answer key={turn.id} turn={turn} onRetry={turn.id === lastId ? actions.retry : undefined} />
        ),
      )}
    </Stack>
  )
}
