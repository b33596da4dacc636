export interface Manifest {
  readonly format: 1
  readonly version: string
  readonly files: Readonly<Record<string, string>>
}
export const KIT: string
export const MANIFEST: string
export function manifestOf(folder?: string): Manifest
export function textOf(manifest: Manifest): string
