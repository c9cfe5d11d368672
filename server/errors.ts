/**
 * The one error that features throw on purpose. `http/errors.ts` maps codes to statuses and words once;
 * anything else that is thrown is our mistake and answers 500 with a number, never a stack trace.
 */
export type ErrorCode =
  | 'invalid' // 422: understood, but not acceptable; `key` says why in words
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409
  | 'gone' // 410: a retired segment
  | 'stale' // 412: If-Match names an older head
  | 'too-large' // 413
  | 'unsupported' // 415
  | 'precondition-required' // 428: no If-Match
  | 'too-many' // 429
  | 'storage-full' // 507
  | 'unavailable'; // 503

export class AppError extends Error {
  readonly code: ErrorCode;
  /** Key below `error.` in translations/, the sentence a person reads. */
  readonly key: string;
  /** Values for the sentence's placeholders. */
  readonly values: Record<string, string | number>;
  /** Machine-readable extras of a JSON answer: the current row, the field that is wrong, … */
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    key: string,
    { values = {}, details = {}, cause }: { values?: Record<string, string | number>; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(`${code}: ${key}`, { cause });
    this.code = code;
    this.key = key;
    this.values = values;
    this.details = details;
  }
}
