import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../core/permissions.ts';
import { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { enteredOf, textOf, wrongField } from '../http/forms.ts';
import { actorOf } from '../http/locals.ts';
import type { Translate } from '../http/locale.ts';
import type { Log } from '../http/log.ts';
import { ownPath } from '../http/paths.ts';
import { render } from '../http/render.ts';
import { clearSessionCookie, requirePerson, setSessionCookie } from '../http/session.ts';
import { parse, storableText } from '../http/validation.ts';
import { Login, Name, NewPassword } from './fields.ts';
import { accountPageRoutes } from './routes-account.ts';
import type { Accounts, Choice, Holder, SignedIn } from './service.ts';
import { welcomeView } from './view.ts';

export interface AccountRoutesOptions {
  accounts: Accounts;
  /** Puts the sample article into a project of that person; answers its document. */
  importSample?: (actor: Actor, projectName: string) => Promise<string>;
  log: Log;
}

const Named = z.strictObject({ choice: z.literal('named'), name: Name, login: Login, password: NewPassword });
const Reset = z.strictObject({ login: Login.optional(), password: NewPassword });
const JustMe = z.strictObject({ choice: z.literal('just-me') });
const Credentials = z.strictObject({ login: storableText(100), password: storableText(1000), next: z.string().max(2000).optional() });
const Preference = z.strictObject({ value: z.unknown() });

export function accountRoutes(options: AccountRoutesOptions): Router {
  const router = Router();
  addLinkRoutes(router, options);
  addPasswordRoutes(router, options);
  router.use(accountPageRoutes(options.accounts));

  router.post('/sign-out', requirePerson, async (req, res) => {
    parse(z.strictObject({}), req.body);
    await options.accounts.signOut(res.locals.session!.idHash);
    clearSessionCookie(req, res);
    // What the browser stored for this site stays: unsent text lives there.
    res.setHeader('Clear-Site-Data', '"cache"');
    res.redirect(303, '/');
  });

  router.put('/preferences/:name', requirePerson, async (req, res) => {
    await options.accounts.preferences.save(actorOf(res), String(req.params['name']), parse(Preference, req.body).value);
    res.status(204).end();
  });
  return router;
}

function addLinkRoutes(router: Router, options: AccountRoutesOptions): void {
  const { accounts } = options;

  router.get('/link/:token', async (req, res) => {
    const { token } = req.params;
    const holder = await accounts.links.read(token);
    if (holder.purpose === 'password') return newPasswordPage(res, token, holder);
    if (holder.is_settled) return render(res, 'accounts/link', { token, holder: holder.name }, { title: res.locals.t('account.signIn') });
    await welcome(res, token, {});
  });

  router.post('/link/:token', async (req, res) => {
    const { token } = req.params;
    const holder = await accounts.links.read(token);
    try {
      const signedIn = await useLink(accounts, holder, req, res);
      await beginVisit(accounts, req, res, signedIn);
      res.redirect(303, holder.is_settled ? '/' : await firstPage(signedIn, options, res.locals.t));
    } catch (error) {
      const isForm = holder.purpose === 'password' || !holder.is_settled;
      if (!isForm || !(error instanceof AppError) || !['invalid', 'conflict'].includes(error.code)) throw error;
      const tried = { error, entered: enteredOf(req.body) };
      await (holder.purpose === 'password' ? newPasswordPage(res, token, holder, tried) : welcome(res, token, tried));
    }
  });

  const onDeadLink: ErrorRequestHandler = (error, _req, res, next) => {
    if (!(error instanceof AppError) || error.key !== 'linkUsed') return next(error);
    return render(res, 'accounts/link-used', {}, { title: res.locals.t('account.signIn'), status: 410, hasOwnHeading: true });
  };
  router.use('/link', onDeadLink);
}

function addPasswordRoutes(router: Router, { accounts, log }: AccountRoutesOptions): void {
  router.get('/sign-in', (req, res) => signInPage(accounts, res, { next: ownPath(req.query['next']) }));

  router.post('/sign-in', async (req, res) => {
    const { next, ...credentials } = parse(Credentials, req.body);
    const address = req.ip ?? '';
    try {
      const signedIn = await accounts.signInByPassword(credentials, { address, userAgent: req.get('user-agent') ?? '' });
      await beginVisit(accounts, req, res, signedIn);
      res.redirect(303, ownPath(next));
    } catch (error) {
      if (!(error instanceof AppError) || !['unauthenticated', 'too-many'].includes(error.code)) throw error;
      log.warn({ address, reason: error.key }, 'a sign-in failed');
      await signInPage(accounts, res, { next: ownPath(next), login: credentials.login, error });
    }
  });
}

/** The sample, or the documents when it cannot be brought in: being signed in matters more. */
async function firstPage({ person }: SignedIn, { importSample, log }: AccountRoutesOptions, t: Translate): Promise<string> {
  try {
    if (importSample) return `/documents/${await importSample({ personId: person.id, isAdmin: person.is_admin === 1 }, t('sample.project'))}`;
  } catch (error) {
    log.error({ error: String(error) }, 'the sample could not be imported');
  }
  return '/';
}

/** The door: where the link is, which command prints a new one, and a form when somebody has a password. */
export async function signInPage(
  accounts: Accounts,
  res: Response,
  { next, login = '', error }: { next: string; login?: string; error?: AppError },
): Promise<void> {
  const status = error && STATUS[error.code];
  const message = error && res.locals.t(`error.${error.key}`, error.values);
  await render(
    res,
    'accounts/sign-in',
    { next, login, message, hasPasswords: await accounts.hasPasswords() },
    { title: res.locals.t('account.signIn'), status },
  );
}

/** What a form was sent with, and why it was refused. */
interface Tried {
  error?: AppError;
  entered?: Record<string, unknown>;
}

async function newPasswordPage(res: Response, token: string, holder: Holder, { error, entered = {} }: Tried = {}): Promise<void> {
  const data = { token, holder: holder.name, login: holder.login, wrong: wrongField(res, error), kept: { login: textOf(entered['login']) } };
  await render(res, 'accounts/new-password', data, { title: res.locals.t('account.newPassword'), status: error && STATUS[error.code] });
}

async function welcome(res: Response, token: string, { error, entered = {} }: Tried): Promise<void> {
  const { t } = res.locals;
  const wrong = wrongField(res, error);
  const kept = { name: textOf(entered['name']), login: textOf(entered['login']) };
  const status = error && STATUS[error.code];
  await render(res, 'accounts/welcome', { token, sample: welcomeView(), wrong, kept }, { title: t('welcome.title'), status, hasOwnHeading: true });
}

async function beginVisit(accounts: Accounts, req: Request, res: Response, { sessionId }: SignedIn): Promise<void> {
  if (res.locals.session) await accounts.signOut(res.locals.session.idHash);
  setSessionCookie(req, res, sessionId);
}

function useLink(accounts: Accounts, holder: Holder, req: Request, res: Response): Promise<SignedIn> {
  const token = String(req.params['token']);
  const userAgent = req.get('user-agent') ?? '';
  if (holder.purpose === 'password') return accounts.resetPassword(token, parse(Reset, req.body), userAgent);
  return accounts.signInByLink(token, holder.is_settled ? nothing(req) : choiceOf(req, res.locals.t), userAgent);
}

function choiceOf(req: Request, t: Translate): Choice {
  const body: unknown = req.body;
  const isNamed = typeof body === 'object' && body !== null && 'choice' in body && body.choice === 'named';
  return isNamed ? parse(Named, body) : { ...parse(JustMe, body), standIn: t('account.first') };
}

function nothing(req: Request): null {
  parse(z.strictObject({}), req.body);
  return null;
}
