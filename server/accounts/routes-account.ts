import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { enteredOf, isPutRightByForm, textOf, wrongField } from '../http/forms.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { requirePerson, setSessionCookie } from '../http/session.ts';
import { parse, storableText } from '../http/validation.ts';
import { Login, Name, NewPassword } from './fields.ts';
import type { Accounts } from './service.ts';
import { accountView } from './view-account.ts';

const NewName = z.strictObject({ name: Name });
const Password = z.strictObject({ old: storableText(1000).default(''), login: Login.optional(), password: NewPassword });
const Ending = z.strictObject({ session: z.union([z.literal('others'), z.string().regex(/^[0-9a-f]{64}$/)]) });

/** /account: what people see to themselves. */
export function accountPageRoutes(accounts: Accounts): Router {
  const router = Router();

  router.get('/account', requirePerson, (req, res) => page(res, accounts, req));

  router.post('/account/name', requirePerson, (req, res) =>
    orAgain(req, res, accounts, async () => {
      await accounts.own.rename(actorOf(res), parse(NewName, req.body).name);
      return 'name';
    }),
  );

  router.post('/account/password', requirePerson, (req, res) =>
    orAgain(req, res, accounts, async () => {
      const visit = { idHash: res.locals.session!.idHash, userAgent: req.get('user-agent') ?? '', address: req.ip ?? '' };
      setSessionCookie(req, res, await accounts.own.changePassword(actorOf(res), parse(Password, req.body), visit));
      return 'password';
    }),
  );

  router.post('/account/sessions/end', requirePerson, async (req, res) => {
    const { session } = parse(Ending, req.body);
    const { idHash } = res.locals.session!;
    if (session === 'others') await accounts.own.endOtherSessions(actorOf(res), idHash);
    else await accounts.own.endSession(actorOf(res), session);
    res.redirect(303, '/account?done=sessions');
  });

  return router;
}

/** Does it and says so on the page, or shows the page again with what is wrong. */
async function orAgain(req: Request, res: Response, accounts: Accounts, act: () => Promise<string>): Promise<void> {
  try {
    res.redirect(303, `/account?done=${await act()}`);
  } catch (error) {
    if (!isPutRightByForm(error)) throw error;
    await page(res, accounts, req, error);
  }
}

const DONE = ['name', 'password', 'sessions'];

async function page(res: Response, accounts: Accounts, req: Request, error?: AppError): Promise<void> {
  const account = await accounts.own.read(actorOf(res));
  const entered = enteredOf(req.body);
  const done = textOf(req.query['done']);
  const data = {
    ...accountView(account, res.locals.session!.idHash),
    wrong: wrongField(res, error),
    kept: { name: textOf(entered['name']) || account.name, login: textOf(entered['login']) },
    done: DONE.includes(done) && !error ? done : null,
  };
  await render(res, 'accounts/account', data, { title: res.locals.t('account.title'), status: error && STATUS[error.code] });
}
