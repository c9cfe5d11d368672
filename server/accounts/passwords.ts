/** Passwords: argon2id as OWASP asks (19 MiB, 2 passes, 1 lane), two at a time so that sign-ins never stall saving. */
import { hash, verify } from '@node-rs/argon2';

const OPTIONS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resume) => waiting.push(resume));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, OPTIONS));
}

let nobody: Promise<string> | undefined;

/** Whether the password is right. With no hash it takes as long to say no, so that unknown logins cannot be told apart. */
export async function passwordHolds(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody signs in with this');
  const known = passwordHash ?? (await nobody);
  const isRight = await inTurn(() => verify(known, password));
  return isRight && passwordHash !== null;
}
