/** A form that is shown again: what was entered, and what is wrong where. */
import type { Response } from 'express';
import { AppError } from '../errors.ts';
import { errorSentence } from './locale.ts';

/** The field that is wrong ('' for none in particular) and the sentence that says why. */
export interface WrongField {
  field: string;
  message: string;
}

export function wrongField(res: Response, error: AppError | undefined): WrongField | undefined {
  return error && { field: textOf(error.details['field']), message: errorSentence(res.locals, error) };
}

/** Whether the form can put this right; other errors have a page of their own. */
export function isPutRightByForm(error: unknown): error is AppError {
  return error instanceof AppError && ['invalid', 'conflict', 'too-many'].includes(error.code);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A field of a body that may be anything. */
export function enteredOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
