import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connections } from '#core/contract/index.ts'
import type { EndpointForm } from '#core/endpoint/endpoint-form.ts'
import type { Fix } from '#core/endpoint/finding.ts'
import { hostOf } from '#core/endpoint/url.ts'
import { GENERATOR_ROLES, JUDGE_ROLES } from '#core/guide/pilot.ts'
import { call } from '../../bridge/looptool.ts'
import { saveEndpoint } from '../../bridge/save-endpoint.ts'
import { useAct } from '../../bridge/use-call.ts'
import { useStagedTest } from '../../bridge/use-staged-test.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { EndpointFields, KEY_FIELD } from '../../parts/endpoint-fields.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { TestPanel } from '../../parts/test-panel.tsx'
import { useConnections } from '../../store/connections.ts'
import { useLastTest } from '../../store/last-test.ts'
import { useEndpointForm } from '../../store/use-endpoint-form.ts'
import { playRoles } from './play-roles.ts'
import { StepFrame } from './step-frame.tsx'

interface Props {
  readonly title: string
  readonly lead: string
  readonly connections: Connections
  readonly children: ReactNode
  saved(): void
  /** Back to the servers that are there. */
  readonly back: (() => void) | undefined
}

const named = (form: EndpointForm): EndpointForm => ({
  ...form,
  name: form.name.trim() || hostOf(form.url) || form.url.trim(),
})

/** Who plays nothing yet plays what nobody plays. */
async function seat(id: string, { roles }: Connections): Promise<void> {
  await playRoles(
    [...GENERATOR_ROLES, ...JUDGE_ROLES].filter((role) => (roles[role] ?? []).length === 0),
    [id],
  )
}

/** The form of Connections with its test beside it; the main button saves and goes on. */
export function NewServer({ title, lead, connections, children, saved, back }: Props) {
  const { t } = useTranslation()
  const { id, form, put, drop } = useEndpointForm(undefined)
  const note = useConnections((state) => state.noteTest)
  const staged = useStagedTest({ id, form, test: useLastTest(id, undefined), note })
  const pickCa = useAct(async () => {
    const [file] = await call('system.pickFiles')
    if (file !== undefined) put({ caFile: file })
  })
  const save = useAct(async () => {
    const view = await saveEndpoint(id, named(form))
    if (staged.test) note(view.endpoint.id, staged.test.id)
    await seat(view.endpoint.id, connections)
    drop()
    saved()
  })
  const apply = (fix: Fix): void => {
    if (fix.kind === 'url') put({ url: fix.url })
    else if (fix.kind === 'model') put({ model: fix.model })
    else if (fix.kind === 'key') document.getElementById(KEY_FIELD)?.focus()
    else if (fix.kind === 'ca') void pickCa.run()
    else void staged.start()
  }
  const why =
    form.url.trim() === ''
      ? t('firstRun.endpoint.needUrl')
      : form.model.trim() === ''
        ? t('firstRun.endpoint.needModel')
        : undefined
  const failure = save.failure ?? pickCa.failure
  return (
    <StepFrame
      title={title}
      lead={lead}
      primary={
        <ActionButton
          label={t('firstRun.endpoint.save')}
          why={why}
          busy={save.busy}
          onClick={() => void save.run()}
        />
      }
    >
      {children}
      <div className="connect">
        <section className="stack wide" aria-label={t('connections.new')}>
          <EndpointFields
            form={form}
            isNew
            place="none"
            keysLast={connections.keysLast}
            served={staged.test?.served ?? []}
            put={put}
            pickCa={() => void pickCa.run()}
            forgetKey={() => put({ key: '' })}
          />
          {failure && <FailureCard failure={failure} />}
          {back && (
            <div>
              <Button variant="subtle" size="xs" onClick={back}>
                {t('firstRun.endpoint.keep')}
              </Button>
            </div>
          )}
        </section>
        <TestPanel staged={staged} typed={form.url.trim() !== ''} apply={apply} />
      </div>
    </StepFrame>
  )
}
