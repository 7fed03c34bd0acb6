import { MiraProvider, useChat } from '@mira/react'

// With React, without the renderer.
console.log(MiraProvider, useChat)
