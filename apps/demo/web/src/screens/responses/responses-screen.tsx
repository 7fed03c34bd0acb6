import { Code, Text, TextInput } from '@mantine/core'
import type { UiMessage } from '@mira/react'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { ConversationView } from '../../conversation/conversation-view.tsx'
import { defaultSettings } from '../../conversation/settings.ts'
import { SettingsForm } from '../../conversation/settings-form.tsx'
import { writeResponseCode } from './response-code.ts'
import { texts } from './texts.ts'
import { useKeptConversation } from './use-kept-conversation.ts'

/** Renders the screen of the Responses API, whose conversations the server keeps. */
export function ResponsesScreen() {
  const text = useTexts(texts)
  const [settings, setSettings] = useState(defaultSettings)
  const conversation = useKeptConversation(settings)
  const { messages, previousId, responses, setPreviousId } = conversation
  const detailsOf = ({ id }: UiMessage) => {
    const tokens = responses.get(id)?.usage?.input_tokens
    return (
      <Text size="xs" c="dimmed">
        {tokens !== undefined && `${text.tokens(tokens)} · `}
        <Code>{id}</Code>
      </Text>
    )
  }
  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model={settings.model}
      code={() => writeResponseCode(settings, { messages, previousId })}
    >
      <ConversationView
        conversation={{ ...conversation, detailsOf }}
        suggestions={text.suggestions}
        settings={
          <>
            <SettingsForm settings={settings} onChange={setSettings} />
            <TextInput
              label={text.previous}
              description={text.previousHelp}
              placeholder="resp_…"
              size="xs"
              mt="sm"
              value={previousId}
              onChange={(event) => setPreviousId(event.currentTarget.value)}
            />
          </>
        }
      />
    </ScreenFrame>
  )
}
