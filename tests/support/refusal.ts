import { AppError } from '../../server/errors.ts';

/** The AppError a use case refuses with. Throws when it does not refuse, or fails in another way. */
export async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
  return error;
}
