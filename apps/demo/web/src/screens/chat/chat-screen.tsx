import './chat.css'
import { Button, Group, Select, Stack, Switch } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { Composer } from './composer.tsx'
import snippet from './snippet.ts?raw'
import { texts } from './texts.ts'
import { TurnList } from './turn-list.tsx'
import { useConversation } from './use-conversation.ts'

/** A conversation with the model. */
export function ChatScreen() {
  const text = useTexts(texts)
  const [model, setModel] = useState('mira')
  const [usesTools, setUsesTools] = useState(true)
  const [isJson, setIsJson] = useState(false)
  const settings = useMemo(() => ({ model, usesTools, isJson }), [model, usesTools, isJson])
  const conversation = useConversation(settings)
  return (
    <ScreenFrame title={text.title} about={text.about} model={model} code={snippet}>
      <Stack gap="md">
        <Group gap="md" align="end">
          <Select
            label={text.model}
            data={['mira', 'mira-thinking']}
            value={model}
            onChange={(value) => value && setModel(value)}
            allowDeselect={false}
            size="xs"
            w={160}
          />
          <Switch
            label={text.tools}
            checked={usesTools}
            onChange={(event) => setUsesTools(event.currentTarget.checked)}
          />
          <Switch label={text.json} checked={isJson} onChange={(event) => setIsJson(event.currentTarget.checked)} />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={conversation.clear}
            disabled={conversation.turns.length === 0}
          >
            {text.clear}
          </Button>
        </Group>
        <TurnList conversation={conversation} />
        {conversation.turns.length === 0 && (
          <Group gap="xs">
            {text.suggestions.map((suggestion) => (
              <Button key={suggestion} size="xs" variant="light" onClick={() => conversation.send(suggestion, [])}>
                {suggestion}
              </Button>
            ))}
          </Group>
        )}
        <Composer conversation={conversation} />
      </Stack>
    </ScreenFrame>
  )
}
