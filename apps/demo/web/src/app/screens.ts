import {
  IconCpu,
  IconEye,
  IconMessage2,
  IconMessages,
  IconMicrophone,
  IconMovie,
  IconPhone,
  IconPhoto,
  type IconProps,
  IconReceipt2,
  IconZoomScan,
} from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Texts } from './language.tsx'

/** A screen of the playground, loaded when it is opened. */
export interface Screen {
  /** Path segment of its URL. */
  readonly name: string
  readonly icon: ComponentType<IconProps>
  readonly title: Texts<string>
  readonly Content: LazyExoticComponent<ComponentType>
}

/** All screens, in the order of the navigation. */
export const screens: readonly Screen[] = [
  {
    name: 'chat',
    icon: IconMessage2,
    title: { en: 'Chat', ru: 'Чат' },
    Content: lazy(async () => ({ default: (await import('../screens/chat/chat-screen.tsx')).ChatScreen })),
  },
  {
    name: 'responses',
    icon: IconMessages,
    title: { en: 'Responses', ru: 'Ответы' },
    Content: lazy(async () => ({
      default: (await import('../screens/responses/responses-screen.tsx')).ResponsesScreen,
    })),
  },
  {
    name: 'search',
    icon: IconZoomScan,
    title: { en: 'Search', ru: 'Поиск' },
    Content: lazy(async () => ({ default: (await import('../screens/search/search-screen.tsx')).SearchScreen })),
  },
  {
    name: 'images',
    icon: IconPhoto,
    title: { en: 'Images', ru: 'Картинки' },
    Content: lazy(async () => ({ default: (await import('../screens/images/images-screen.tsx')).ImagesScreen })),
  },
  {
    name: 'voice',
    icon: IconMicrophone,
    title: { en: 'Voice', ru: 'Голос' },
    Content: lazy(async () => ({ default: (await import('../screens/voice/voice-screen.tsx')).VoiceScreen })),
  },
  {
    name: 'call',
    icon: IconPhone,
    title: { en: 'Call', ru: 'Звонок' },
    Content: lazy(async () => ({ default: (await import('../screens/call/call-screen.tsx')).CallScreen })),
  },
  {
    name: 'studio',
    icon: IconMovie,
    title: { en: 'Music and video', ru: 'Музыка и видео' },
    Content: lazy(async () => ({ default: (await import('../screens/studio/studio-screen.tsx')).StudioScreen })),
  },
  {
    name: 'vision',
    icon: IconEye,
    title: { en: 'Vision', ru: 'Зрение' },
    Content: lazy(async () => ({ default: (await import('../screens/vision/vision-screen.tsx')).VisionScreen })),
  },
  {
    name: 'models',
    icon: IconCpu,
    title: { en: 'Models', ru: 'Модели' },
    Content: lazy(async () => ({ default: (await import('../screens/models/models-screen.tsx')).ModelsScreen })),
  },
  {
    name: 'account',
    icon: IconReceipt2,
    title: { en: 'Account', ru: 'Счёт' },
    Content: lazy(async () => ({ default: (await import('../screens/account/account-screen.tsx')).AccountScreen })),
  },
]
