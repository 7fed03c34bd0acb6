import { MiraProvider } from '@mira/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Calculator } from './calculator.tsx'
import { Chat } from './chat.tsx'
import { Dictation } from './dictation.tsx'
import { Song } from './song.tsx'
import { Talk } from './talk.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MiraProvider baseUrl="/api/mira">
      <Chat />
      <Calculator />
      <Song />
      <Talk />
      <Dictation />
    </MiraProvider>
  </StrictMode>,
)
