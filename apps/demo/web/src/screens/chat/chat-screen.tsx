import './chat.css'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import snippet from './snippet.ts?raw'
import { Talk } from './talk.tsx'
import { texts } from './texts.ts'
import type { ChatSettings } from './turn.ts'

/** Renders the chat screen. */
export function ChatScreen() {
  const text = useTexts(texts)
  const [settings, setSettings] = useState<ChatSettings>({ model: 'mira', usesTools: true, isJson: false })
  return (
    <ScreenFrame title={text.title} about={text.about} model={settings.model} code={snippet}>
      <Talk settings={settings} onChange={setSettings} />
    </ScreenFrame>
  )
}
