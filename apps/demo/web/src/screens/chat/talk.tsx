import { Button, Group, Stack } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { Composer } from './composer.tsx'
import { SettingsBar } from './settings-bar.tsx'
import { texts } from './texts.ts'
import type { ChatSettings } from './turn.ts'
import { TurnList } from './turn-list.tsx'
import { useConversation } from './use-conversation.ts'

interface TalkProps {
  readonly settings: ChatSettings
  readonly onChange: (settings: ChatSettings) => void
}

/** Renders the conversation and its controls: the only part rendered again with every frame of an answer. */
export function Talk({ settings, onChange }: TalkProps) {
  const text = useTexts(texts)
  const conversation = useConversation(settings)
  const { turns, isAnswering, actions } = conversation
  return (
    <Stack gap="md">
      <SettingsBar settings={settings} onChange={onChange} isEmpty={turns.length === 0} onClear={actions.clear} />
      <TurnList conversation={conversation} />
      {turns.length === 0 && (
        <Group gap="xs">
          {text.suggestions.map((suggestion) => (
            <Button key={suggestion} size="xs" variant="light" onClick={() => actions.send(suggestion, [])}>
              {suggestion}
            </Button>
          ))}
        </Group>
      )}
      <Composer isAnswering={isAnswering} actions={actions} />
    </Stack>
  )
}
