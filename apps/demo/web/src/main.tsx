import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/page.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './app/app.tsx'
import { LanguageProvider } from './app/language.tsx'
import { resolveVariables, theme } from './app/theme.ts'

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
    <Notifications position="top-right" />
    <LanguageProvider>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </LanguageProvider>
  </MantineProvider>,
)
