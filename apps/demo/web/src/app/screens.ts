import { IconMessage2, type IconProps } from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Texts } from './language.tsx'

/** A page of the playground, loaded when it is opened. */
export interface Screen {
  /** Last part of its address. */
  readonly name: string
  readonly icon: ComponentType<IconProps>
  readonly title: Texts<string>
  readonly Content: LazyExoticComponent<ComponentType>
}

export const screens: readonly Screen[] = [
  {
    name: 'chat',
    icon: IconMessage2,
    title: { en: 'Chat', ru: 'Чат' },
    Content: lazy(async () => ({ default: (await import('../screens/chat/chat-screen.tsx')).ChatScreen })),
  },
]
