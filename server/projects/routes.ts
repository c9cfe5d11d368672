import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { AppError } from '../errors.ts';
import { STATUS } from '../http/errors.ts';
import { enteredOf, isPutRightByForm, textOf, wrongField } from '../http/forms.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { idFrom, parse, storableText } from '../http/validation.ts';
import type { Projects } from './service.ts';
import { projectsView } from './view.ts';

const ProjectName = storableText(100).trim().min(1, 'projectNameMissing');
const Note = storableText(2000).transform((text) => text.replaceAll('\r\n', '\n').trim());
const Nothing = z.strictObject({});
const NewProject = z.strictObject({ name: ProjectName });
const Lines = storableText(10_000).transform((text) => text.replaceAll('\r\n', '\n').trim());
const Details = z.strictObject({ name: ProjectName, note: Note, segmentUnit: z.enum(['paragraph', 'sentence']).optional(), exceptions: Lines.optional() });

/** The list of projects, and what a manager changes of one. Its people are in routes-people.ts. */
export function projectRoutes(projects: Projects): Router {
  const router = Router();

  router.get('/projects', (req, res) => listPage(req, res, projects));

  router.post('/projects', async (req, res) => {
    try {
      const projectId = await projects.create(actorOf(res), parse(NewProject, req.body));
      res.redirect(303, `/imports/new?project=${projectId}`);
    } catch (error) {
      if (!isPutRightByForm(error)) throw error;
      await listPage(req, res, projects, error);
    }
  });

  router.get('/projects/:id', (req, res) => detailsPage(req, res, projects));

  router.post('/projects/:id', async (req, res) => {
    const projectId = idFrom(req.params['id']);
    try {
      await projects.change(actorOf(res), projectId, parse(Details, req.body));
      res.redirect(303, `/projects/${projectId}?done=saved`);
    } catch (error) {
      if (!isPutRightByForm(error)) throw error;
      await detailsPage(req, res, projects, error);
    }
  });

  router.post('/projects/:id/bin', async (req, res) => {
    parse(Nothing, req.body);
    await projects.moveToBin(actorOf(res), idFrom(req.params['id']));
    res.redirect(303, '/bin');
  });

  router.post('/projects/:id/restore', async (req, res) => {
    parse(Nothing, req.body);
    await projects.restore(actorOf(res), idFrom(req.params['id']));
    res.redirect(303, '/projects');
  });

  return router;
}

async function listPage(req: Request, res: Response, projects: Projects, error?: AppError): Promise<void> {
  const data = {
    projects: projectsView(await projects.list(actorOf(res))),
    wrong: wrongField(res, error),
    kept: { name: textOf(enteredOf(req.body)['name']) },
  };
  await render(res, 'projects/list', data, { title: res.locals.t('projects.title'), status: error && STATUS[error.code] });
}

async function detailsPage(req: Request, res: Response, projects: Projects, error?: AppError): Promise<void> {
  const project = await projects.details(actorOf(res), idFrom(req.params['id']));
  const entered = enteredOf(req.body);
  const kept = error
    ? {
        name: textOf(entered['name']),
        note: textOf(entered['note']),
        segmentUnit: textOf(entered['segmentUnit']),
        exceptions: textOf(entered['exceptions']),
      }
    : project;
  const data = { project, kept, wrong: wrongField(res, error), done: req.query['done'] === 'saved' && !error };
  await render(res, 'projects/details', data, { title: res.locals.t('projects.details'), status: error && STATUS[error.code] });
}
