import { renderToString } from 'react-dom/server'
import { HydratedPage } from './hydrated-scene.tsx'

/** Renders the page on a server. */
export const render = (): string => renderToString(<HydratedPage />)
