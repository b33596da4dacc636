import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PromptDetail as Detail, PromptRow } from '#core/contract/index.ts'
import { shortHash } from '#core/prompt/mark.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Segments } from '../../parts/segments.tsx'
import { type PromptView, usePlace } from '../../store/place.ts'
import { DamagedCard } from './damaged-card.tsx'
import { PromptDiff } from './prompt-diff.tsx'
import { PromptEditor } from './prompt-editor.tsx'
import { usePromptName } from './prompt-name.ts'
import { PromptRendering } from './prompt-rendering.tsx'
import { usePromptText } from './use-prompt-text.ts'

interface Props {
  readonly row: PromptRow
  /** The same prompt in every language that it is written in. */
  readonly languages: readonly PromptRow[]
  readonly view: PromptView
  changed(): void
}

export function PromptDetail({ row, languages, view, changed }: Props) {
  const detail = useCall('prompt.get', { id: row.id })
  const [newer, setNewer] = useState<Detail>()
  const known = newer ?? detail.data
  return (
    <div className="middle-column">
      <Head row={row} languages={languages} view={view} />
      <div className="page-body">
        {detail.failure && <FailureCard failure={detail.failure} />}
        {!known && detail.loading && <Loading />}
        {known && (
          <Body
            detail={known}
            view={view}
            put={(next) => {
              setNewer(next)
              changed()
            }}
          />
        )}
      </div>
    </div>
  )
}

/** What it is, where it is used, in which language it is looked at. */
function Head({ row, languages, view }: Pick<Props, 'row' | 'languages' | 'view'>) {
  const { t } = useTranslation()
  const nameOf = usePromptName()
  const go = usePlace((state) => state.go)
  const uses = row.uses.map((kind) => t(`job.kind.${kind}`)).join(', ')
  return (
    <div className="prompt-head">
      <div className="row wrap apart">
        <div className="stack tight">
          <h2 className="row wrap">
            {nameOf(row.name)} <span className="code soft">{row.id}</span>
          </h2>
          <span className="soft small row wrap">
            <span>{t('prompts.version', { version: row.version })}</span>
            {row.hash !== undefined && (
              <span>
                {t(row.own === 'own' ? 'prompts.inForceOwn' : 'prompts.inForce')}{' '}
                <span className="code">{shortHash(row.hash)}</span>
              </span>
            )}
            {uses !== '' && <span>{t('prompts.uses', { kinds: uses })}</span>}
            {row.partOf !== undefined && <span>{t('prompts.partOf', { name: nameOf(row.partOf) })}</span>}
          </span>
        </div>
        {languages.length > 1 && (
          <Segments
            label={t('prompts.language')}
            value={row.id}
            options={languages.map(({ id, language }) => ({ value: id, label: t(`language.${language}`) }))}
            onChange={(prompt) => go({ page: 'prompts', prompt, view })}
          />
        )}
      </div>
      <Tabs
        value={view}
        onChange={(next) =>
          go({ page: 'prompts', prompt: row.id, view: next === 'compare' ? 'compare' : 'edit' })
        }
      >
        <Tabs.List>
          <Tabs.Tab value="edit">{t('prompts.view.edit')}</Tabs.Tab>
          <Tabs.Tab value="compare">{t('prompts.view.compare')}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
    </div>
  )
}

interface BodyProps {
  readonly detail: Detail
  readonly view: PromptView
  put(detail: Detail): void
}

function Body({ detail, view, put }: BodyProps) {
  const { t } = useTranslation()
  const text = usePromptText(detail, put)
  const { damaged, mine, version } = detail
  return (
    <div className="stack wide">
      {damaged && <DamagedCard damaged={damaged} text={text} />}
      {mine && mine.version < version && (
        <p className="prose strong">{t('prompts.older', { mine: mine.version, version })}</p>
      )}
      {view === 'compare' ? (
        <PromptDiff before={detail.shipped.body} after={text.body.trim()} />
      ) : (
        <div className="prompt-pair">
          <PromptEditor detail={detail} text={text} />
          <PromptRendering detail={detail} typed={text.typed} whole={text.findings.length === 0} />
        </div>
      )}
    </div>
  )
}
