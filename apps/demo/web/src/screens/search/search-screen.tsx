import { Group, Stack, Textarea, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { writeSearchCode } from './search-code.ts'
import { SearchResults } from './search-results.tsx'
import { maxTexts, searchTexts, splitTexts } from './search-texts.ts'
import { texts } from './texts.ts'

/** Renders the screen that searches the user's own texts by their embeddings. */
export function SearchScreen() {
  const text = useTexts(texts)
  const [corpus, setCorpus] = useState(text.example)
  const [query, setQuery] = useState(text.exampleQuery)
  const lines = splitTexts(corpus)
  const search = useTask((signal, request: { texts: readonly string[]; query: string }) => searchTexts(request, signal))
  const canSearch = lines.length > 0 && query.trim() !== ''
  const start = () => canSearch && search.run({ texts: lines, query: query.trim() })
  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model="mira-embed"
      code={() => writeSearchCode(lines, query.trim() || text.exampleQuery)}
    >
      <Stack>
        <Textarea
          label={text.corpus}
          description={text.corpusHelp(lines.length, maxTexts)}
          autosize
          minRows={5}
          maxRows={10}
          dir="auto"
          value={corpus}
          onChange={(event) => setCorpus(event.currentTarget.value)}
        />
        <Group align="end">
          <TextInput
            flex={1}
            miw={200}
            dir="auto"
            label={text.query}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={({ key }) => key === 'Enter' && start()}
          />
          <TaskButton task={search} disabled={!canSearch} onClick={start} icon={<IconSearch size={16} aria-hidden />}>
            {text.search}
          </TaskButton>
        </Group>
        {search.error !== undefined && <ErrorNotice error={search.error} onRetry={search.retry} />}
        {search.result && <SearchResults result={search.result} durationMs={search.durationMs ?? 0} />}
      </Stack>
    </ScreenFrame>
  )
}
