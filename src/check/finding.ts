export type Severity = 'error' | 'warning'

/** One thing that is wrong with a file, and where. Lines and columns count from 1. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly rule: string
  readonly severity: Severity
  readonly message: string
}
