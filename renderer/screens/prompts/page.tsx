import { useTranslation } from 'react-i18next'
import type { PromptList } from '#core/contract/index.ts'
import { useCall } from '../../bridge/use-call.ts'
import { FailureCard } from '../../parts/failure-card.tsx'
import { Loading } from '../../parts/loading.tsx'
import { NoProject } from '../../parts/no-project.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { type Place, usePlace } from '../../store/place.ts'
import { useProject } from '../../store/project.ts'
import { PromptDetail } from './prompt-detail.tsx'
import { PromptIndex } from './prompt-index.tsx'

type PromptsPlace = Extract<Place, { page: 'prompts' }>

/** Every role's prompts, as shipped and as this project has them. */
export function PromptsPage() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const place = usePlace((state) => state.place)
  const go = usePlace((state) => state.go)
  const list = useCall('prompt.list', project ? undefined : null)
  if (place.page !== 'prompts') return null
  return (
    <>
      <PageHeader title={t('prompts.title')} lead={t('prompts.lead')} />
      {project === null && <NoProject toHome={() => go({ page: 'home' })} />}
      {list.failure && (
        <div className="page-body">
          <FailureCard failure={list.failure} />
        </div>
      )}
      {project && !list.data && !list.failure && <Loading />}
      {project && list.data && <Filled place={place} list={list.data} reload={list.reload} />}
    </>
  )
}

interface FilledProps {
  readonly place: PromptsPlace
  readonly list: PromptList
  reload(): void
}

function Filled({ place, list, reload }: FilledProps) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  const { prompts, strays } = list
  const chosen =
    prompts.find(({ id }) => id === place.prompt) ??
    prompts.find(({ own }) => own === 'damaged') ??
    prompts[0]
  if (chosen === undefined) return null
  return (
    <>
      {strays.length > 0 && (
        <output className="notice">
          {t('prompts.strays', { count: strays.length, files: strays.join(', ') })}
        </output>
      )}
      <div className="page-fill">
        <PromptIndex
          prompts={prompts}
          chosen={chosen}
          open={(prompt) => go({ page: 'prompts', prompt, ...(place.view && { view: place.view }) })}
        />
        <PromptDetail
          key={chosen.id}
          row={chosen}
          languages={prompts.filter(({ name }) => name === chosen.name)}
          view={place.view ?? 'edit'}
          changed={reload}
        />
      </div>
    </>
  )
}
