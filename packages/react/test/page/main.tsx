import { MiraProvider } from '@mira/react'
import { Profiler, type ReactNode, StrictMode, useState } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { ChatScene } from './chat-scene.tsx'
import { HydratedPage } from './hydrated-scene.tsx'
import { CallScene, JobScene, VoiceScene } from './other-scenes.tsx'
import { probe, watchDevices, watchFrames } from './probe.ts'

const scenes: Readonly<Record<string, () => ReactNode>> = {
  '/chat': ChatScene,
  '/job': JobScene,
  '/call': CallScene,
  '/voice': VoiceScene,
}

const countCommit = (): void => {
  probe.commits += 1
}

function Page() {
  const [isMounted, setMounted] = useState(true)
  const Scene = scenes[location.pathname] ?? ChatScene
  return (
    <MiraProvider baseUrl="/api/mira">
      <button type="button" onClick={() => setMounted(!isMounted)}>
        {isMounted ? 'Unmount' : 'Mount'}
      </button>
      {isMounted ? (
        <Profiler id="scene" onRender={countCommit}>
          <Scene />
        </Profiler>
      ) : null}
    </MiraProvider>
  )
}

watchDevices()
watchFrames()
const root = document.getElementById('root')!
if (location.pathname === '/hydrated') {
  const onRecoverableError = (error: unknown) => probe.errors.push(String(error))
  hydrateRoot(root, <HydratedPage />, { onRecoverableError })
} else {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  )
}
