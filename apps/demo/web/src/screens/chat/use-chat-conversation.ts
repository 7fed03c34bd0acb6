import { type ContentPart, imagePart } from '@mira/chat'
import { type UiMessage, useChat } from '@mira/react'
import { useMemo, useRef } from 'react'
import { client } from '../../app/mira.ts'
import type { Conversation } from '../../conversation/conversation-view.tsx'
import { type ConversationSettings, toChatParams } from '../../conversation/settings.ts'
import { pageTools } from './page-tools.ts'

/** Manages a conversation by chat completions: each request sends all of it. */
export function useChatConversation(settings: ConversationSettings): Conversation {
  const { messages, status, error, stop, store } = useChat({
    client,
    params: { ...toChatParams(settings), stream_options: { include_usage: true } },
    ...(settings.usesTools && { tools: pageTools }),
  })
  const system = useRef(settings.system)
  system.current = settings.system
  const actions = useMemo(() => {
    const prepare = () => {
      const { messages } = store.getSnapshot()
      const next = withSystem(messages, system.current.trim())
      if (next !== messages) store.setMessages(next)
    }
    return {
      async onSend(text: string, images: readonly File[]) {
        const parts = await Promise.all(images.map((image) => imagePart(image)))
        prepare()
        store.send(parts.length === 0 ? text : [{ type: 'text', text }, ...parts])
      },
      onRetry() {
        prepare()
        store.regenerate()
      },
      onEdit(message: UiMessage, text: string) {
        prepare()
        store.edit(message.id, withText(message, text))
      },
      onClear: () => store.setMessages([]),
    }
  }, [store])
  const isAnswering = status === 'submitted' || status === 'streaming'
  return {
    messages,
    isAnswering,
    error,
    onStop: stop,
    ...actions,
    onSend: (...message) => void actions.onSend(...message),
  }
}

/** Replaces the system message. Returns the same list if nothing changes, since another one ends an error. */
function withSystem(messages: readonly UiMessage[], content: string): readonly (UiMessage | SystemMessage)[] {
  const current = messages.filter(({ role }) => role === 'system')
  if ((current[0]?.text ?? '') === content) return messages
  const others = messages.filter(({ role }) => role !== 'system')
  return content === '' ? others : [{ role: 'system', content }, ...others]
}

interface SystemMessage {
  readonly role: 'system'
  readonly content: string
}

/** Returns the content of a message with another text, and its images unchanged. */
function withText({ parts }: UiMessage, text: string): string | readonly ContentPart[] {
  const images = parts.flatMap((part) => (part.type === 'content' ? [part.content] : []))
  return images.length === 0 ? text : [{ type: 'text', text }, ...images]
}
