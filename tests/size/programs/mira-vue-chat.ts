import { createMira, useChat } from '@mira/vue'

console.log(createMira, useChat)
