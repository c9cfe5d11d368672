import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { ROLES, type Role } from '../core/permissions.ts';
import { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { isPutRightByForm, wrongField } from '../http/forms.ts';
import { actorOf } from '../http/locals.ts';
import type { OwnAddress } from '../http/own-address.ts';
import { render } from '../http/render.ts';
import { idFrom, parse } from '../http/validation.ts';
import type { Invitations, Projects } from './service.ts';
import { choicesOf, memberView } from './view.ts';

const Nothing = z.strictObject({});
/** One checkbox per role. */
const RoleBoxes = z
  .strictObject({ translator: z.literal('on').optional(), reviewer: z.literal('on').optional(), manager: z.literal('on').optional() })
  .transform((boxes): Role[] => ROLES.filter((role) => boxes[role] === 'on'));

export interface PeopleRoutesOptions {
  projects: Projects;
  invitations: Invitations;
  addressOf: OwnAddress;
  /** Whether invited people can reach the server from their own computers. */
  isExposed: boolean;
}

/** /projects/:id/people: members, their roles, and open invitations. */
export function peopleRoutes(options: PeopleRoutesOptions): Router {
  const { projects, invitations, addressOf } = options;
  const router = Router();

  router.get('/projects/:id/people', (req, res) => page(req, res, options));

  router.post('/projects/:id/invitations', (req, res) =>
    orAgain(req, res, options, async (projectId) => {
      const token = await invitations.make(actorOf(res), projectId, rolesFrom(req, 'new'));
      await page(req, res, options, { link: `${addressOf(req)}/invitations/${token}` });
    }),
  );

  router.post('/projects/:id/invitations/:invitation/take-back', async (req, res) => {
    const projectId = idFrom(req.params['id']);
    parse(Nothing, req.body);
    await invitations.takeBack(actorOf(res), projectId, idFrom(req.params['invitation']));
    res.redirect(303, `/projects/${projectId}/people`);
  });

  router.post('/projects/:id/members/:person', (req, res) =>
    orAgain(req, res, options, async (projectId) => {
      const personId = idFrom(req.params['person']);
      await projects.members.changeRoles(actorOf(res), projectId, { personId, roles: rolesFrom(req, personId) });
      res.redirect(303, `/projects/${projectId}/people`);
    }),
  );

  router.post('/projects/:id/members/:person/remove', (req, res) =>
    orAgain(req, res, options, async (projectId) => {
      parse(Nothing, req.body);
      const personId = idFrom(req.params['person']);
      const actor = actorOf(res);
      await projects.members.remove(actor, projectId, personId);
      res.redirect(303, personId === actor.personId ? '/' : `/projects/${projectId}/people`);
    }),
  );

  return router;
}

/** @throws {AppError} invalid at `place`: the member's id, or `new` for an invitation. */
function rolesFrom(req: Request, place: string): Role[] {
  const roles = parse(RoleBoxes, req.body);
  if (roles.length === 0) throw new AppError('invalid', 'rolesMissing', { details: { field: place } });
  return roles;
}

async function orAgain(req: Request, res: Response, options: PeopleRoutesOptions, act: (projectId: string) => Promise<void>): Promise<void> {
  try {
    await act(idFrom(req.params['id']));
  } catch (error) {
    if (!isPutRightByForm(error)) throw error;
    const place = req.params['person'];
    await page(req, res, options, { error: place ? new AppError(error.code, error.key, { details: { field: place } }) : error });
  }
}

async function page(
  req: Request,
  res: Response,
  { projects, invitations, isExposed }: PeopleRoutesOptions,
  { link = null, error }: { link?: string | null; error?: AppError } = {},
): Promise<void> {
  const actor = actorOf(res);
  const projectId = idFrom(req.params['id']);
  const { name, members } = await projects.members.list(actor, projectId);
  const data = {
    project: { id: projectId, name },
    members: members.map((member) => memberView(member, actor.personId)),
    invitations: await invitations.listOpen(actor, projectId),
    choices: choicesOf(['translator']),
    link,
    isExposed,
    wrong: wrongField(res, error),
  };
  await render(res, 'projects/people', data, { title: res.locals.t('people.title'), status: error ? STATUS[error.code] : link ? 201 : undefined });
}
