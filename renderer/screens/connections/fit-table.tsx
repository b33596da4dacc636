import { useTranslation } from 'react-i18next'
import type { HostFacts } from '#core/host/facts.ts'
import { trainableOn } from '#core/host/machine.ts'
import { BESIDE, ERROR, type Fit, type FitCell, fitTable } from '#core/training/fit.ts'
import { KNOWN_SHAPES, SMALL_SHAPE } from '#core/training/model-shape.ts'
import { METHODS, presetRecipe } from '#core/training/trl-recipe.ts'
import { useFormat } from '../../words/format.ts'

const SIGNS: Readonly<Record<Fit, readonly [sign: string, tone: string]>> = {
  fits: ['✓', 'done'],
  tight: ['◐', 'dropped'],
  no: ['✕', 'failed'],
}
const GIB = 2 ** 30
const RECIPE = presetRecipe('smallGpuLora')

/** Which models can be trained on this machine, and how; computed from its facts, asked of nobody. */
export function FitTable({ facts }: { readonly facts: HostFacts }) {
  const { t } = useTranslation()
  const format = useFormat()
  const machine = trainableOn(facts)
  if (!machine) return null
  const rows = fitTable({ [t('hosts.fit.small')]: SMALL_SHAPE, ...KNOWN_SHAPES }, RECIPE, machine)
  const gib = (bytes: number): string => format.number(Math.round(bytes / GIB))
  return (
    <section className="stack tight" aria-label={t('hosts.fit.title')}>
      <h3 className="strong">{t('hosts.fit.title')}</h3>
      <p className="soft small prose">
        {machine.gpu === undefined
          ? t('hosts.fit.memory', { free: gib(machine.free) })
          : t('hosts.fit.gpu', { gpu: machine.gpu, free: gib(machine.free) })}{' '}
        {t('hosts.fit.lead', {
          answers: RECIPE.prompts * RECIPE.group,
          tokens: format.number(RECIPE.maxTokens),
          prompt: format.number(RECIPE.maxPromptTokens),
          pass: RECIPE.microBatch,
          error: Math.round(ERROR * 100),
        })}
      </p>
      <table className="plain-table">
        <caption className="unseen">{t('hosts.fit.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('hosts.fit.model')}</th>
            {METHODS.map((method) => (
              <th key={method} scope="col">
                {t(`hosts.fit.method.${method}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ model, cells }) => (
            <tr key={model}>
              <td>{model}</td>
              {METHODS.map((method) => (
                <Cell key={method} ways={cells.filter((one) => one.method === method)} gib={gib} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The leaner way of the two, and what more there is to it. */
function Cell({ ways, gib }: { readonly ways: readonly FitCell[]; gib(bytes: number): string }) {
  const { t } = useTranslation()
  const lean = ways.find(({ recompute }) => recompute)
  const kept = ways.find(({ recompute }) => !recompute)
  if (!lean) return <td />
  const [sign, tone] = SIGNS[lean.fit]
  const note =
    kept?.fit === 'fits'
      ? t('hosts.fit.kept')
      : lean.fit !== 'fits' && lean.microBatch > 0
        ? t('hosts.fit.pass', { count: lean.microBatch })
        : undefined
  return (
    <td>
      <span className={`ink-${tone}`} role="img" aria-label={t(`hosts.fit.is.${lean.fit}`)}>
        {sign}
      </span>{' '}
      {t('hosts.fit.gib', { gib: gib(lean.need.peak + BESIDE) })}
      {note !== undefined && <div className="soft small">{note}</div>}
    </td>
  )
}
