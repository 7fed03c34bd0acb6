import {
  ActionIcon,
  AppShell,
  Burger,
  DirectionProvider,
  Group,
  Loader,
  NavLink,
  Select,
  Text,
  useDirection,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMoon, IconSun, IconTextDirectionLtr, IconTextDirectionRtl } from '@tabler/icons-react'
import { Suspense } from 'react'
import { Link, Navigate, Route, Routes, useLocation } from 'react-router'
import { ConnectionBanner } from './connection-banner.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { type Language, languages, type Texts, useLanguage, useTexts } from './language.tsx'
import { screens } from './screens.ts'

const texts: Texts<Record<'skip' | 'menu' | 'navigation' | 'language' | 'scheme' | 'direction' | 'loading', string>> = {
  en: {
    skip: 'Skip to the content',
    menu: 'Menu',
    navigation: 'Areas',
    language: 'Language',
    scheme: 'Light or dark',
    direction: 'Direction of text',
    loading: 'Loading',
  },
  ru: {
    skip: 'К содержанию',
    menu: 'Меню',
    navigation: 'Разделы',
    language: 'Язык',
    scheme: 'Светлая или тёмная',
    direction: 'Направление текста',
    loading: 'Загрузка',
  },
}

/** Renders the page: navigation, preferences, and the current screen. */
export function App() {
  return (
    <DirectionProvider>
      <Frame />
    </DirectionProvider>
  )
}

function Frame() {
  const text = useTexts(texts)
  const { language } = useLanguage()
  const [isOpen, { toggle, close }] = useDisclosure()
  const { pathname } = useLocation()
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
        {screens.map(({ name, icon: Icon, title }) => (
          <NavLink
            key={name}
            component={Link}
            to={`/${name}`}
            label={title[language]}
            leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
            active={pathname === `/${name}`}
            aria-current={pathname === `/${name}` ? 'page' : undefined}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ConnectionBanner />
        <Suspense fallback={<Loader role="img" aria-label={text.loading} m="xl" />}>
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
        </Suspense>
      </AppShell.Main>
    </AppShell>
  )
}

function Preferences() {
  const text = useTexts(texts)
  const { language, choose } = useLanguage()
  const { colorScheme, toggleColorScheme } = useMantineColorScheme()
  const { dir, toggleDirection } = useDirection()
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label={text.language}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        value={language}
        onChange={(value) => value && choose(value as Language)}
        allowDeselect={false}
        w={120}
        size="xs"
      />
      <ActionIcon variant="default" size="lg" onClick={toggleDirection} aria-label={text.direction}>
        {dir === 'ltr' ? <IconTextDirectionRtl size={18} /> : <IconTextDirectionLtr size={18} />}
      </ActionIcon>
      <ActionIcon variant="default" size="lg" onClick={toggleColorScheme} aria-label={text.scheme}>
        {colorScheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Group>
  )
}
