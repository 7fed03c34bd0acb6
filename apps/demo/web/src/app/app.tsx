import { AppShell, Burger, Divider, Group, Loader, NavLink, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBook2, IconTimeline } from '@tabler/icons-react'
import { Suspense } from 'react'
import { Link, Navigate, Route, Routes, useLocation } from 'react-router'
import { ConnectionBanner } from './connection-banner.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { type Texts, useLanguage, useTexts } from './language.tsx'
import { Preferences } from './preferences.tsx'
import { screens } from './screens.ts'

const texts: Texts<Record<'skip' | 'menu' | 'navigation' | 'loading' | 'runs' | 'docs', string>> = {
  en: {
    skip: 'Skip to the content',
    menu: 'Menu',
    navigation: 'Areas',
    loading: 'Loading',
    runs: 'Recorded runs',
    docs: 'API reference',
  },
  ru: {
    skip: 'К содержанию',
    menu: 'Меню',
    navigation: 'Разделы',
    loading: 'Загрузка',
    runs: 'Записи запусков',
    docs: 'Описание API',
  },
}

/** Renders the page: navigation, preferences, and the current screen. */
export function App() {
  const text = useTexts(texts)
  const [isOpen, { toggle, close }] = useDisclosure()
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a href="#content" className="skip-link">
        {text.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={text.menu} />
            <img src="/icon.svg" alt="" width={28} height={28} />
            <Text fw={700}>Mira</Text>
          </Group>
          <Preferences />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={text.navigation}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ConnectionBanner />
        <Suspense fallback={<Loader role="img" aria-label={text.loading} m="xl" />}>
          <CurrentScreen />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  )
}

function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const text = useTexts(texts)
  const { language } = useLanguage()
  const { pathname } = useLocation()
  return (
    <>
      {screens.map(({ name, icon: Icon, title }) => (
        <NavLink
          key={name}
          component={Link}
          to={`/${name}`}
          label={title[language]}
          leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
          active={pathname === `/${name}`}
          aria-current={pathname === `/${name}` ? 'page' : undefined}
          onClick={onNavigate}
        />
      ))}
      {/* Pages of their own: they need nothing of this application. */}
      <Divider my="xs" />
      <NavLink href="/runs.html" label={text.runs} leftSection={<IconTimeline size={20} stroke={1.6} aria-hidden />} />
      <NavLink href="/docs" label={text.docs} leftSection={<IconBook2 size={20} stroke={1.6} aria-hidden />} />
    </>
  )
}

function CurrentScreen() {
  return (
    <Routes>
      {screens.map(({ name, Content }) => (
        <Route
          key={name}
          path={`/${name}`}
          element={
            <ErrorBoundary key={name}>
              <Content />
            </ErrorBoundary>
          }
        />
      ))}
      <Route path="*" element={<Navigate to="/chat" replace />} />
    </Routes>
  )
}
