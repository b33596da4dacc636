/** What the window can ask about settings, network, logs and the support bundle. Spread into the contract. */
import { z } from 'zod'
import { firstRunSchema } from '../guide/first-run.ts'
import { LOG_LEVELS, LOG_PARTS } from '../log/log-line.ts'
import type { SupportFacts } from '../support/facts.ts'
import { answers, nothing, path } from './call.ts'
import type * as view from './settings-views.ts'
import type { AppInfo, Settings } from './views.ts'

export const settingsCalls = {
  'app.info': answers<AppInfo>()(nothing),
  /** What the program is made of, by name. */
  'app.licences': answers<view.Licence[]>()(nothing),
  'settings.get': answers<Settings>()(nothing),
  'settings.set': answers<Settings>()(
    z.object({
      theme: z.enum(['system', 'light', 'dark']).optional(),
      language: z.enum(['en', 'zh']).optional(),
      /** Refused where nothing can be written, or where the folder is a project itself. */
      projectsFolder: path.optional(),
      firstRun: firstRunSchema.optional(),
      keepAwake: z.boolean().optional(),
      notifications: z.boolean().optional(),
    }),
  ),
  'log.list': answers<view.LogPage>()(
    z.object({
      part: z.enum(LOG_PARTS).optional(),
      level: z.enum(LOG_LEVELS).default('info'),
      search: z.string().max(500).default(''),
      limit: z.number().int().min(1).max(5000).default(1000),
    }),
  ),
  /** Shows the folder of the logs in the system's own window. */
  'log.showFolder': answers<void>()(nothing),
  /** Makes a bundle and keeps it at hand, so that what is saved is what was looked at. */
  'bundle.preview': answers<view.BundlePreview>()(nothing),
  /** Writes it where the user says, but for the files left out. Null: the picker was closed. */
  'bundle.save': answers<string | null>()(
    z.object({ id: z.string(), leaveOut: z.array(z.string()).default([]) }),
  ),
  /** What the engine may tell for a bundle. */
  'support.facts': answers<SupportFacts>()(nothing),
  'network.view': answers<view.NetworkView>()(nothing),
  'network.set': answers<view.NetworkView>()(z.object({ onlyConfigured: z.boolean() })),
} as const
