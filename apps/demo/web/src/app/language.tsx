import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

export type Language = 'en' | 'ru'

/** Languages of the page, each by its own name. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', ru: 'Русский' }

/** The same texts in every language. */
export type Texts<Content> = Readonly<Record<Language, Content>>

interface LanguageChoice {
  readonly language: Language
  choose(language: Language): void
}

const storageKey = 'mira-language'
const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined })

/** Gives the page its language: the one chosen before, or the browser's. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(readLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo<LanguageChoice>(
    () => ({
      language,
      choose(chosen) {
        localStorage.setItem(storageKey, chosen)
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return <LanguageContext value={choice}>{children}</LanguageContext>
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

/** The texts of a component in the page's language; each screen brings its own, so that they load with it. */
export function useTexts<Content>(texts: Texts<Content>): Content {
  return texts[useLanguage().language]
}

function readLanguage(): Language {
  const known = localStorage.getItem(storageKey)
  if (known !== null && known in languages) return known as Language
  return navigator.language.startsWith('ru') ? 'ru' : 'en'
}
