/** What a layer with nothing of its own to tell says; one object for all paths. */
export const NO_MEASURES: Readonly<Record<string, number>> = {}
