import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { z } from 'zod';
import { Login, Name, NewPassword } from '../accounts/service.ts';
import { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { enteredOf, isPutRightByForm, textOf, wrongField } from '../http/forms.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { setSessionCookie } from '../http/session.ts';
import { parse } from '../http/validation.ts';
import type { Invitations } from './service.ts';

const Nothing = z.strictObject({});
const Newcomer = z.strictObject({ name: Name, login: Login, password: NewPassword });

/** What an invited person opens; for everybody, signed in or not. */
export function invitationRoutes(invitations: Invitations): Router {
  const router = Router();

  router.get('/invitations/:token', (req, res) => page(req, res, invitations));

  router.post('/invitations/:token', async (req, res) => {
    const { token } = req.params;
    const userAgent = req.get('user-agent') ?? '';
    try {
      const { session } = res.locals;
      const joined = session
        ? await invitations.joinAs(actorOf(res), token, { ...parse(Nothing, req.body), idHash: session.idHash, userAgent })
        : await invitations.joinAsNew(token, parse(Newcomer, req.body), userAgent);
      setSessionCookie(req, res, joined.sessionId);
      res.redirect(303, '/');
    } catch (error) {
      if (!isPutRightByForm(error) || res.locals.session) throw error;
      await page(req, res, invitations, error);
    }
  });

  const onDeadLink: ErrorRequestHandler = (error, _req, res, next) => {
    if (!(error instanceof AppError) || error.key !== 'invitationUsed') return next(error);
    return render(res, 'projects/invitation-used', {}, { title: res.locals.t('people.invitation'), status: 410, hasOwnHeading: true });
  };
  router.use('/invitations', onDeadLink);
  return router;
}

async function page(req: Request, res: Response, invitations: Invitations, error?: AppError): Promise<void> {
  const token = String(req.params['token']);
  const entered = enteredOf(req.body);
  const data = {
    token,
    ...(await invitations.read(token)),
    wrong: wrongField(res, error),
    kept: { name: textOf(entered['name']), login: textOf(entered['login']) },
  };
  await render(res, 'projects/invitation', data, { title: res.locals.t('people.invitation'), status: error && STATUS[error.code] });
}
