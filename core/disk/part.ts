/** Parts of a project's folder, as the disk page tells them apart. */
export const PARTS = ['datasets', 'runs', 'exports', 'backups', 'database', 'other'] as const
export type PartName = (typeof PARTS)[number]

/** In bytes. */
export type PartSizes = Readonly<Record<PartName, number>>
