import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { ConversationView } from '../../conversation/conversation-view.tsx'
import { defaultSettings } from '../../conversation/settings.ts'
import { SettingsForm } from '../../conversation/settings-form.tsx'
import { writeChatCode } from './chat-code.ts'
import { texts } from './texts.ts'
import { useChatConversation } from './use-chat-conversation.ts'

/** Renders the chat screen. */
export function ChatScreen() {
  const text = useTexts(texts)
  const [settings, setSettings] = useState(defaultSettings)
  const conversation = useChatConversation(settings)
  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model={settings.model}
      code={() => writeChatCode(settings, conversation.messages)}
    >
      <ConversationView
        conversation={conversation}
        acceptsImages
        suggestions={text.suggestions}
        settings={<SettingsForm settings={settings} onChange={setSettings} toolsLabel={text.tools} />}
      />
    </ScreenFrame>
  )
}
