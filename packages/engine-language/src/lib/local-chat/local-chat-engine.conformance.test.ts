import { describeChatEngine } from '../../../../engine/test/chat-conformance.ts'
import { createLocalChatEngine } from './local-chat-engine.ts'

describeChatEngine('mira-local', { create: async () => createLocalChatEngine(), model: 'mira' })
