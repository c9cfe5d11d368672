/** What forms about people send. */
import { z } from 'zod';
import { nameText, storableText } from '../http/validation.ts';
import { normalLogin } from './password-sign-in.ts';

export const Name = nameText(100, 'nameMissing');
export const Login = storableText(100).transform(normalLogin).pipe(z.string().min(1, 'loginMissing'));
/** One that is being chosen; one that is being tried may be anything. */
export const NewPassword = storableText(1000).min(8, 'passwordShort');
