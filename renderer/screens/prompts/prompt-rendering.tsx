import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExampleSource, PromptDetail, PromptExample } from '#core/contract/index.ts'
import type { Prompt } from '#core/prompt/front-matter.ts'
import { renderMessages, sectionsOf } from '#core/prompt/render.ts'
import { policyMessages } from '#core/sample/policy-prompt.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { LongText } from '../../parts/long-text.tsx'
import { usePlace } from '../../store/place.ts'
import { usePromptName } from './prompt-name.ts'
import { RenderedTokens } from './rendered-tokens.tsx'

interface Props {
  readonly detail: PromptDetail
  /** With what is typed. */
  readonly typed: Prompt
  /** Nothing speaks against what is typed. */
  readonly whole: boolean
}

/** The prompt as a model gets it, filled from the project's own dialogs or samples, live with every key. */
export function PromptRendering({ detail, typed, whole }: Props) {
  const { t } = useTranslation()
  const [at, setAt] = useState(0)
  const example = useCall('prompt.example', { id: detail.id, at })
  const { data } = example
  return (
    <section className="stack prompt-rendering" aria-label={t('prompts.rendering')}>
      <h3>{t('prompts.rendering')}</h3>
      {example.failure && <FailureCard failure={example.failure} />}
      {!data && example.loading && <Loading />}
      {data?.kind === 'none' && data.wants === 'nothing' && <Part typed={typed} partOf={detail.partOf} />}
      {data?.kind === 'none' && data.wants !== 'nothing' && <Wanting wants={data.wants} />}
      {data && data.kind !== 'none' && (
        <>
          <Source example={data} language={detail.language} move={setAt} />
          {whole ? (
            <Messages typed={typed} example={data} />
          ) : (
            <p className="soft">{t('prompts.unfilled')}</p>
          )}
          {whole && detail.name === 'assistant/answer' && (
            <p className="soft small">{t('prompts.historyFollows')}</p>
          )}
        </>
      )}
    </section>
  )
}

interface MessagesProps {
  readonly typed: Prompt
  readonly example: PromptExample
}

function Messages({ typed, example }: MessagesProps) {
  const { t } = useTranslation()
  const messages =
    example.kind === 'values'
      ? renderMessages(typed, example.values)
      : policyMessages(example.sample, undefined, typed.body)
  const shown = messages.flatMap(({ role, content }) =>
    role === 'system' || role === 'user' ? [{ role, content }] : [],
  )
  return (
    <>
      <RenderedTokens id={typed.id} messages={shown} />
      {shown.map(({ role, content }) => (
        <div key={role} className="stack tight">
          <h4 className="small soft">{t(`prompts.${role}`)}</h4>
          <div className="sunken">
            <LongText code text={content} />
          </div>
        </div>
      ))}
    </>
  )
}

interface SourceProps {
  readonly example: PromptExample
  readonly language: string
  move(at: number): void
}

/** Which dialog or sample fills it, and the way to others. */
function Source({ example, language, move }: SourceProps) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { source, at, count } = example
  const open = (from: ExampleSource): void =>
    from.from === 'dialog'
      ? go({ page: 'data', tab: 'dialogs', dialog: { job: from.job, key: from.key } })
      : go({ page: 'data', tab: 'samples', dataset: from.dataset, sample: from.id })
  return (
    <div className="stack tight">
      <div className="row wrap small">
        <ActionIcon
          variant="default"
          size="sm"
          disabled={at === 0}
          aria-label={t('prompts.previous')}
          onClick={() => move(at - 1)}
        >
          <IconChevronLeft size={14} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="sm"
          disabled={at + 1 >= count}
          aria-label={t('prompts.following')}
          onClick={() => move(at + 1)}
        >
          <IconChevronRight size={14} />
        </ActionIcon>
        <span className="num">{t('prompts.example', { at: at + 1, count })}</span>
        <span className="soft">
          {source.from === 'dialog'
            ? t('prompts.fromDialog', { key: source.key })
            : t('prompts.fromSample', { number: source.number })}
        </span>
        <button type="button" className="link small" onClick={() => open(source)}>
          {t('prompts.openSource')}
        </button>
      </div>
      {source.language !== language && (
        <span className="soft small">
          {t('prompts.otherLanguage', { language: t(`language.${source.language}`) })}
        </span>
      )}
    </div>
  )
}

/** A part has nothing to be filled: its lines are counted. */
function Part({ typed, partOf }: { readonly typed: Prompt; readonly partOf: string | undefined }) {
  const { t } = useTranslation()
  const nameOf = usePromptName()
  return (
    <>
      <p className="soft small prose">{t('prompts.part', { name: nameOf(partOf ?? '') })}</p>
      <dl className="spec">
        {[...sectionsOf(typed)].map(([name, items]) => (
          <div key={name} className="part-section">
            <dt className="code">{name}</dt>
            <dd className="num">{t('prompts.lines', { count: items.length })}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Wanting({ wants }: { readonly wants: 'dialogs' | 'samples' }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <div className="stack">
      <p className="soft prose">{t(wants === 'dialogs' ? 'prompts.noDialogs' : 'prompts.noSamples')}</p>
      <div>
        <Button
          size="xs"
          variant="default"
          onClick={() => go(wants === 'dialogs' ? { page: 'simulate' } : { page: 'data', preparing: true })}
        >
          {t(wants === 'dialogs' ? 'prompts.simulate' : 'prompts.prepare')}
        </Button>
      </div>
    </div>
  )
}
