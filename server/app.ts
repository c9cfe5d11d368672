/** The Express app: middleware in order, every router mounted on one screen. */
import express, { type Express } from 'express';
import { accountRoutes, signInPage } from './accounts/routes.ts';
import { backupRoutes } from './backups/routes.ts';
import type { Context } from './context.ts';
import { manageRoutes } from './documents/routes-manage.ts';
import { homeRoutes } from './documents/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { strictBodies } from './http/body.ts';
import { guardUnsafeMethods } from './http/csrf.ts';
import { answerErrors, answerNotFound } from './http/errors.ts';
import { securityHeaders } from './http/headers.ts';
import { healthRoutes } from './http/health.ts';
import { refuseForeignHosts, requireProxy } from './http/hosts.ts';
import { localise, localiseForPerson } from './http/locale.ts';
import { localeRoutes } from './http/locale-routes.ts';
import { provideLocals } from './http/locals.ts';
import { offlineRoutes } from './http/offline-routes.ts';
import { ownAddress } from './http/own-address.ts';
import { ownPath } from './http/paths.ts';
import { loadSession, requirePerson } from './http/session.ts';
import { importRoutes } from './imports/routes.ts';
import { jobRoutes } from './jobs/routes.ts';
import { installationRoutes } from './projects/routes-installation.ts';
import { invitationRoutes } from './projects/routes-invitation.ts';
import { modelRoutes } from './models/routes.ts';
import { peopleRoutes } from './projects/routes-people.ts';
import { projectRoutes } from './projects/routes.ts';
import { reviewRoutes } from './review/routes.ts';
import { segmentRoutes } from './segments/routes.ts';

export function createApp(context: Context): Express {
  const {
    accounts,
    assets,
    config,
    drafting,
    events,
    exports,
    illness,
    home,
    importSample,
    imports,
    jobs,
    log,
    notices,
    renderer,
    review,
    segments,
    translations,
  } = context;
  const signedOutPage = (next: string, res: express.Response) => signInPage(accounts, res, { next });
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.proxyFrom ?? false);

  app.use(securityHeaders(), localise(translations), provideLocals({ renderer, notices, preferences: accounts.defaults }));
  app.use(healthRoutes(illness));
  if (config.proxyFrom) app.use(requireProxy);
  app.use(refuseForeignHosts(config.publicUrl));
  app.use('/assets', assets.serve, answerNotFound);
  app.use(loadSession(accounts.findSession), localiseForPerson(translations));
  app.use(strictBodies(), guardUnsafeMethods);

  app.use(offlineRoutes(assets.serviceWorker));
  app.use(localeRoutes({ translations, keepForPerson: (actor, locale) => accounts.preferences.save(actor, 'locale', locale) }));
  app.use(accountRoutes({ accounts, importSample, log }));
  app.use(homeRoutes({ home, signedOutPage }), invitationRoutes(context.invitations));

  // Everything below is for people who signed in.
  app.use(requirePerson);
  app.use(manageProjects(context));
  app.use(exportRoutes(exports));
  app.use(importRoutes({ imports, maxUploadBytes: config.maxUploadBytes }));
  app.use(jobRoutes(jobs), segmentRoutes({ segments, drafting, presence: context.presence }), reviewRoutes(review));
  app.get('/events', events.handler);

  app.use(answerNotFound);
  app.use(answerErrors({ log, signedOutPage: (req, res) => signedOutPage(req.method === 'GET' ? ownPath(req.originalUrl) : '/', res) }));
  return app;
}

/** Projects, their people, what managers do with documents, and what administrators look after. */
function manageProjects({ accounts, backups, bin, config, details, installation, invitations, models, projects }: Context): express.Router[] {
  const addressOf = ownAddress(config);
  return [
    projectRoutes(projects),
    peopleRoutes({ projects, invitations, addressOf, isExposed: config.publicUrl !== null }),
    installationRoutes({ installation, projects, accounts }),
    backupRoutes(backups),
    modelRoutes(models),
    manageRoutes({ details, bin }),
  ];
}
