import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Tool } from '#core/tool/tool.ts'
import { CopyButton } from './copy-button.tsx'
import { Fold } from './fold.tsx'
import { LongText } from './long-text.tsx'
import { type ParameterRow, parameterRows } from './parameter-rows.ts'
import { prettyJson } from './pretty-json.ts'

/** A tool as a form of its parameters, and as the JSON that models get. */
export function ToolView({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation()
  const json = prettyJson(tool.parameters)
  return (
    <div className="stack">
      {tool.category !== undefined && tool.category !== '' && (
        <div>
          <span className="tag">{tool.category}</span>
        </div>
      )}
      {tool.description !== '' && <LongText text={tool.description} />}
      {tool.sourceName !== undefined && (
        <p className="soft small">{t('tools.sourceName', { name: tool.sourceName })}</p>
      )}
      <Tabs defaultValue="form" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="form">{t('tools.form')}</Tabs.Tab>
          <Tabs.Tab value="json">{t('tools.json')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="form" pt="sm">
          <ParameterForm rows={parameterRows(tool.parameters)} />
        </Tabs.Panel>
        <Tabs.Panel value="json" pt="sm">
          <LongText code text={json} />
          <CopyButton text={json} />
        </Tabs.Panel>
      </Tabs>
      {tool.results !== undefined && (
        <Fold label={t('tools.resultShape')}>
          <LongText code text={prettyJson(tool.results)} />
        </Fold>
      )}
    </div>
  )
}

function ParameterForm({ rows }: { readonly rows: readonly ParameterRow[] }) {
  const { t } = useTranslation()
  if (rows.length === 0) return <p className="soft">{t('tools.noParameters')}</p>
  return (
    <ul className="parameters">
      {rows.map((row) => (
        <li key={row.path} style={{ paddingInlineStart: row.depth * 16 }}>
          <div className="row wrap">
            <span className="code strong anywhere">{row.path}</span>
            <span className="tag">{row.type}</span>
            <span className={row.required ? 'small strong' : 'small soft'}>
              {row.required ? t('tools.required') : t('tools.optional')}
            </span>
            {row.fallback !== undefined && (
              <span className="small soft">{t('tools.default', { value: row.fallback })}</span>
            )}
          </div>
          {row.description !== '' && <div className="small plain prose">{row.description}</div>}
          {row.choices.length > 0 && (
            <div className="small soft plain">
              {t('tools.oneOf')} {row.choices.join(' · ')}
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
