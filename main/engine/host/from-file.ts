/** Who started a work on a host: a file of its folder, for others who look there. */
import { hostname } from 'node:os'

export const FROM_FILE = 'from.json'

export const fromFile = (project: string, title: string): string =>
  `${JSON.stringify({ computer: hostname(), project, title })}\n`
